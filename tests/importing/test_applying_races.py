"""Two imports of one old wiki, begun at the same moment."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection, connections

from importing import working
from importing.models import Import, Stage
from importing.refusals import Refused
from tests.cast import gather

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


def test_of_two_that_begin_at_once_one_is_told_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets nobody else write meanwhile")
    cast = gather()
    facts: dict[str, Any] = {"source": "old", "stage": Stage.CHECKED, "owner": cast.head}
    runs = [Import.objects.create(format="wordpress", name=name, **facts) for name in "ab"]
    both, real, said = threading.Barrier(2), working._may_begin, list[str]()

    def meet(row: Import, stage: Stage) -> None:
        with suppress(threading.BrokenBarrierError):
            both.wait(1)  # each with the lock on its own row, should that be all there is
        real(row, stage)

    def begin(run: Import) -> None:
        try:
            working.queue(run, Stage.APPLYING)
            said.append("begun")
        except Refused:
            said.append("refused")
        finally:
            connections.close_all()

    monkeypatch.setattr(working, "_may_begin", meet)
    threads = [threading.Thread(target=begin, args=(run,)) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["begun", "refused"]
