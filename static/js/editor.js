// What the page of the editor adds to the site: one module each. The form works without them.
import "./editing/autosave.js";
import "./editing/checklist.js";
import "./editing/focus.js";
import "./editing/links.js";
import "./editing/paste.js";
import "./editing/preview.js";
import "./editing/toolbar.js";
