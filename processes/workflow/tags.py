"""Tags of a page: whoever files it sets them, and nobody has to approve that."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from processes import tagging
from processes.models import Action, Article
from processes.workflow.lines import log
from processes.workflow.placing import lock_to_file
from processes.workflow.refusals import Incomplete, WrongState


@transaction.atomic
def set_tags(
    article: Article, by: User, names: Iterable[str], *, at: datetime.datetime | None = None
) -> bool:
    """Gives a page these tags and no others, with a line in its log; its text is not touched.

    Returns whether anything changed. Raises NotAllowed for who does not file the page, WrongState
    where it was never published, Incomplete for more tags than a page may have.
    """
    article = lock_to_file(article, by)
    if not article.is_published:
        raise WrongState("Only a published page has tags.")
    wanted = tagging.cleaned(names)
    if len(wanted) > tagging.MOST:
        raise Incomplete(f"A page has at most {tagging.MOST} tags.")
    before = _said(article)
    if not tagging.put(article, wanted):
        return False
    log(article, Action.CHANGED, by, f"Tags: {before} → {_said(article)}", at or timezone.now())
    return True


def _said(article: Article) -> str:
    return ", ".join(tag.name for tag in tagging.of(article)) or "–"
