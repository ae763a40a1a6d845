// Every behaviour of the site: one module each, bound by a data- attribute. The pages work without them.
import "./combobox.js";
import "./copying.js";
import "./embed.js";
import "./folds.js";
import "./keys.js";
import "./lightbox.js";
import "./moving.js";
import "./people-several.js";
import "./scrolling.js";
import "./signing-out.js";
import "./submit-once.js";
import "./suggest.js";
import "./terms.js";
import "./ticking.js";
import "./unsaved.js";
