"""An upgrade notes what old versions and proposals show, so that the sweep leaves it alone."""

from collections.abc import Callable
from importlib import import_module

from django.apps import apps
from django.test import Client

from accounts.models import User
from processes import attachments
from processes.models import AttachmentUse, ProposalAttachment
from tests.cast import Cast
from tests.processes.samples import picture
from tests.processes.test_attachments import markdown, shown_on

As = Callable[[User], Client]


def upgrade() -> None:
    """On a wiki in which nothing but live pages was noted, as before."""
    AttachmentUse.objects.filter(is_live=False).delete()
    ProposalAttachment.objects.all().delete()
    migration = import_module("processes.migrations.0006_pictures_of_old_versions")
    migration.note_pictures(apps, None)


def test_old_versions_and_proposals_keep_their_pictures(cast: Cast) -> None:
    colours = ("red", "green", "blue")
    live, old, proposed = (
        attachments.store(picture(colour=colour), "a.png", cast.author) for colour in colours
    )
    article = cast.article(body=f"{markdown(live)} {markdown(old)}")
    cast.approve(cast.pending(article, markdown(live)))
    cast.draft(article, markdown(proposed))
    noted = set(AttachmentUse.objects.values_list("attachment", "is_live"))
    upgrade()
    assert set(AttachmentUse.objects.values_list("attachment", "is_live")) == noted
    assert noted == {(live.pk, True), (old.pk, False)}
    assert proposed.pk in ProposalAttachment.objects.values_list("attachment", flat=True)


def test_it_opens_nothing_that_somebody_else_uploaded(cast: Cast, as_: As) -> None:
    hidden = shown_on(cast, "Salaries", cast.insider, department=cast.board)
    article = cast.article("Leak", markdown(hidden), author=cast.reader)
    cast.pending(article, f"{markdown(hidden)} again", author=cast.reader)
    upgrade()
    assert as_(cast.reader).get(hidden.get_absolute_url()).status_code == 404
    assert as_(cast.owner).get(hidden.get_absolute_url()).status_code == 404
