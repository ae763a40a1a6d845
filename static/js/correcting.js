// Where an approver corrects a text: the same toolbar and preview, nothing that keeps or uploads.
import "./editing/focus.js";
import "./editing/links.js";
import "./editing/preview.js";
import "./editing/toolbar.js";
