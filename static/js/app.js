import "./behaviors/scripted.js";
import "./behaviors/menu.js";
import "./behaviors/arrival.js";
import "./behaviors/failure.js";
import "./behaviors/dismiss.js";
