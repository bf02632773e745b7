import "../findings/marks.js";
import "../findings/stepping.js";
