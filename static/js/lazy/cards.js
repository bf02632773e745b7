import "../cards/card.js";
