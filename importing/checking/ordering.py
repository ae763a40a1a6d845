"""In which turn pages are applied: those that others need first, as far as that goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from importing.models import Import, ImportPage, PageState
from importing.working import Beat

BATCH = 500


def set_turns(run: Import, beat: Beat) -> None:
    """A page that waits for another is drawn again when that comes; this order spares most of it,
    and lets most pages have their parent at once."""
    new = run.pages.filter(state=PageState.NEW).order_by("position")
    keys = dict(new.values_list("key", "pk"))
    needs: dict[int, list[int]] = {}
    for pk, parent, more in new.values_list("pk", "parent_key", "needs").iterator(2000):
        above = keys.get(parent)
        needs[pk] = [*([above] if above else []), *more]
    ordered = list(first_needed(needs))
    for start in range(0, len(ordered), BATCH):
        some = [ImportPage(pk=pk, turn=start + n) for n, pk in enumerate(ordered[start:][:BATCH])]
        ImportPage.objects.bulk_update(some, ["turn"])
        beat.step(0)


def first_needed(needs: dict[int, list[int]]) -> Iterable[int]:
    """All keys, each after what it needs; in a circle, whoever was come to first comes last."""
    begun: set[int] = set()
    for first in needs:
        if first in begun:
            continue
        begun.add(first)
        stack: list[tuple[int, Iterator[int]]] = [(first, iter(needs[first]))]
        while stack:
            one, rest = stack[-1]
            further = next((two for two in rest if two in needs and two not in begun), None)
            if further is None:
                stack.pop()
                yield one
            else:
                begun.add(further)
                stack.append((further, iter(needs[further])))
