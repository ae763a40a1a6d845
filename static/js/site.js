// Every behaviour of the site: one module each, bound by a data- attribute. The pages work without them.
import "./autogrow.js";
import "./copy.js";
import "./embed.js";
import "./error-summary.js";
import "./heading-links.js";
import "./lightbox.js";
import "./menu.js";
import "./moving.js";
import "./scrollable.js";
import "./search-focus.js";
import "./sidebar.js";
import "./submit-once.js";
import "./unsaved.js";
import "./upload.js";
