"""Static files under hashed names, ES-module imports included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Without this switch an `import "./x.js"` would keep its unhashed address, and go stale."""

    support_js_module_import_aggregation = True
