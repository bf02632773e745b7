import "../accounts/secret.js";
