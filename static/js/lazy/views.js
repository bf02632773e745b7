import "../views/leaving.js";
import "../views/marking.js";
