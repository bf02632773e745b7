import "./behaviors/scripted.js";
import "./behaviors/menu.js";
import "./behaviors/arrival.js";
import "./behaviors/failure.js";
import "./behaviors/dismiss.js";
import "./behaviors/announce.js";
import "./behaviors/drop.js";
import "./behaviors/outline.js";
