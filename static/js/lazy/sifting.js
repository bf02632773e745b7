import "../sifting/guarding.js";
import "../sifting/box.js";
