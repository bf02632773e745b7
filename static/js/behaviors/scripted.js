// Says that scripts run: what only stands in for them (class `unscripted`) hides. The class is on <html>, which no
// swap touches.
document.documentElement.classList.add("scripted");
