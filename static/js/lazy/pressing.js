import "../pressing/pdf.js";
