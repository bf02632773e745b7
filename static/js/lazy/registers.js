import "../registering/rows.js";
