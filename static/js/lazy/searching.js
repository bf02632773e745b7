import "../searching/box.js";
