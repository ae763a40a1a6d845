"""What a company finds when it begins, for tests whose database was emptied before them."""

from __future__ import annotations

import importlib

from django.apps import apps


def ship_templates() -> None:
    """Those templates that are not there, as the migration brings them."""
    importlib.import_module("processes.migrations.0012_shipped_templates").ship(apps)
