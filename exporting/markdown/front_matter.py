"""YAML as it stands above a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

# The one in C writes the same, ten times as fast.
_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_WIDE = 1_000_000  # no value is folded: a line is compared as a line


def as_yaml(values: Mapping[str, Any]) -> str:
    """In the order given."""
    return yaml.dump(
        dict(values),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=_WIDE,
    )
