import "../views/marking.js";
