"""Searches all wikis that are there, in the database of the environment; answers as JSON.

`python -m tests.benchmarks.relevance` starts it, once for each database: a process has but one.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wiki.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    json.dump(list(rows()), sys.stdout)


def rows() -> Iterator[dict[str, Any]]:
    """One for each question: what was typed where, the right page's place, what came."""
    from tests.relevance.loading import loaded
    from tests.relevance.questions import questions
    from tests.relevance.scoring import ask
    from tests.relevance.wikis import COMPANY, HANDBOOKS

    for wiki in filter(lambda wiki: wiki.is_there, (COMPANY, *HANDBOOKS)):
        with loaded(wiki) as there:
            for question in questions(wiki.name):
                yield {"wiki": wiki.name, **asdict(ask(question, there))}


if __name__ == "__main__":
    main()
