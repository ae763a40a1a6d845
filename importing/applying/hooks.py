"""What only some formats bring beside a page: called within its transaction, once it is in."""

from __future__ import annotations

from collections.abc import Callable

from importing.models import Import, ImportPage
from processes.models import Article

After = Callable[[Article, ImportPage, Import], None]

AFTER: dict[str, After] = {}
