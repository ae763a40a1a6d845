"""What versions and proposals showed until now is noted too, so that the sweep leaves it alone.

As at publication, an address opens nothing that its author might not see. Of old texts it is not
known any more what their authors saw, so only what one of the page's own authors uploaded counts.
"""

import re
from collections.abc import Iterable

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

ADDRESS = re.compile(r"/attachments/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/")
IN_TEXT = "/attachments/"


def note_pictures(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    uploads = {
        str(key): (pk, by)
        for key, pk, by in apps.get_model("processes", "Attachment").objects.values_list(
            "key", "pk", "uploaded_by"
        )
    }
    authors: dict[int, set[int]] = {}
    proposals = apps.get_model("processes", "Proposal").objects
    for article, author in proposals.values_list("article", "author"):
        authors.setdefault(article, set()).add(author)
    _note_versions(apps, uploads, authors)
    _note_proposals(apps, uploads)


def _note_versions(
    apps: StateApps, uploads: dict[str, tuple[int, int]], authors: dict[int, set[int]]
) -> None:
    versions = apps.get_model("processes", "VersionNumber").objects.filter(html__contains=IN_TEXT)
    rows = versions.values_list("article", "html").iterator(chunk_size=200)
    use = apps.get_model("processes", "AttachmentUse")
    found = {
        (article, pk)
        for article, html in rows
        for pk in _shown(html, uploads, authors.get(article, set()))
    }
    use.objects.bulk_create(
        (use(article_id=article, attachment_id=pk, is_live=False) for article, pk in sorted(found)),
        batch_size=500,
        ignore_conflicts=True,
    )


def _note_proposals(apps: StateApps, uploads: dict[str, tuple[int, int]]) -> None:
    proposals = apps.get_model("processes", "Proposal").objects.filter(body__contains=IN_TEXT)
    rows = proposals.values_list("pk", "author", "body").iterator(chunk_size=200)
    row = apps.get_model("processes", "ProposalAttachment")
    found = {(pk, shown) for pk, author, body in rows for shown in _shown(body, uploads, {author})}
    row.objects.bulk_create(
        (row(proposal_id=pk, attachment_id=shown) for pk, shown in sorted(found)),
        batch_size=500,
        ignore_conflicts=True,
    )


def _shown(text: str, uploads: dict[str, tuple[int, int]], authors: set[int]) -> Iterable[int]:
    """The rows of the attachments in a text that one of these people uploaded."""
    for key in set(ADDRESS.findall(text)):
        pk, by = uploads.get(key, (0, 0))
        if by in authors:
            yield pk


class Migration(migrations.Migration):
    dependencies = [("processes", "0005_addresses_are_no_keys")]

    operations = [migrations.RunPython(note_pictures, migrations.RunPython.noop)]
