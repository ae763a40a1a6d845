"""One page of the old wiki becomes an article, or a draft: one transaction."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from urllib.parse import quote

from django.db import DataError, IntegrityError, transaction

from accounts.models import Department
from accounts.models.tree import load_tree
from importing.addressing import public_addresses
from importing.applying.drafting import draft
from importing.applying.people import People
from importing.applying.pictures import Filled, Pictures
from importing.applying.remarks import Remark, html_of, keep_remarks
from importing.departments import ROOT, Departments
from importing.files import Files
from importing.marking import folder_of, marker
from importing.models import (
    Form,
    Import,
    ImportAddress,
    ImportPage,
    PageState,
    Stage,
    Topic,
)
from importing.noting import Notes
from importing.rewriting import Rewriter
from importing.shortening import cut
from importing.targets import ToFile
from importing.working import Beat
from processes import old_addresses, publishing, tagging, workflow
from processes.drawing import Busy
from processes.models import Alias, Article, Attachment
from processes.models.provenance import Provenance
from processes.proposed_filing.filing import why_no_parent
from processes.publishing import Content

ADDRESS_LENGTH = 1000
LAST_POSITION = 32_767

logger = logging.getLogger(__name__)


class Bringer:
    """Brings in the pages of one run, one after the other."""

    def __init__(
        self, run: Import, departments: Departments, files: Files, beat: Beat, people: People
    ) -> None:
        self.run, self.departments, self.beat, self.people = run, departments, beat, people
        self.pictures = Pictures(files, self.people.by, beat)
        own = departments.planned.get(ROOT)
        self.into = own.slug if own else ""

    def bring(self, page: ImportPage, rewriter: Rewriter) -> None:
        """Brings it in wholly, or leaves it out wholly, with a line that says why."""
        self.beat.where = page.key
        filled = self.pictures.fill(rewriter)
        remarks = [(one, html_of(one.text)) for one in page.comments.all()]
        notes = Notes(self.run, Stage.APPLYING)
        try:
            with transaction.atomic():
                # Departments before the import, as whoever merges two takes them.
                department = self.departments.now(page.place_key)
                self.beat.hold()
                if department is None:
                    raise workflow.Incomplete("Its department is not there any more.")
                self._write(page, department, filled, remarks, notes)
                notes.drop_known()
                notes.write()
        except workflow.NotDrawnNow as refusal:
            raise Busy from refusal
        except workflow.Refused as refusal:
            self._leave_out(page, str(refusal))
        except (ValueError, DataError, IntegrityError, RecursionError) as error:
            # Something in the page itself that nobody thought of: the others shall not wait for it.
            logger.exception("Import %s: %s was left out", self.run.pk, page.key)
            self._leave_out(page, f"It could not be written: {type(error).__name__}.")
        else:
            self.people.keep()
        self.beat.where = ""
        self.beat.step()

    def _write(
        self,
        page: ImportPage,
        department: Department,
        filled: Filled,
        remarks: Sequence[Remark],
        notes: Notes,
    ) -> None:
        for written, why in filled.refused:
            notes.add(Topic.PICTURE, page.key, f"{written} – {why}", page.pk)
        # Read under that lock: who answers for it may have changed since the page before.
        self.departments.tree = load_tree()
        if page.form == Form.PUBLISHED:
            article = self._adopt(page, filled.text, department)
        else:
            owner = self.people.owner(department, self.departments.tree)
            article = draft(
                self.run,
                page,
                filled.text,
                self.people,
                department=department,
                owner=owner,
                notes=notes,
            )
        self._tell_where_from(article, page)
        if tags := self.departments.file(page.places, page.tags).tags:
            tagging.put(article, tags)
        keep_remarks(article, remarks, self.people)
        if page.form == Form.PUBLISHED:
            self._lead_on(article, page, filled, notes)
        page.article, page.state = article, PageState.IMPORTED
        page.save(update_fields=["article", "state"])

    def _adopt(self, page: ImportPage, text: str, department: Department) -> Article:
        there = {"department": department, "slug": page.slug}
        live, old = (model.objects.filter(**there).values("pk") for model in (Article, Alias))
        is_taken = live.union(old).exists()
        slug = publishing.free_slug(page.title, department) if is_taken else page.slug
        owner = self.people.owner(department, self.departments.tree)
        article = Article.objects.create(
            department=department,
            title=page.title,
            title_key=page.title_key,
            slug=slug,
            kind=self.run.kind,
            topic=self.run.topic,
            owner=owner,
            created_by=owner,
            parent=self._parent(page, department),
            position=None if page.order is None else max(0, min(page.order, LAST_POSITION)),
        )
        comment = marker(self.into, folder_of(self.run), page.key)
        content = Content(page.title, page.summary, text)
        comment, tree = cut(comment, 1000), self.departments.tree
        workflow.adopt(article, content, by=self.people.by, comment=comment, tree=tree)
        return article

    def _parent(self, page: ImportPage, department: Department) -> Article | None:
        """Where it has come in already and both are in one department."""
        if not page.parent_key:
            return None
        parent = article_of(self.run, page.parent_key)
        is_fit = parent is not None and not why_no_parent(None, parent, department.pk)
        return parent if is_fit else None

    def _tell_where_from(self, article: Article, page: ImportPage) -> None:
        Provenance.objects.create(
            article=article,
            source=self.run.source,
            key=page.key,
            digest=page.digest,
            format=self.run.format,
            address=next((one for one in public_addresses(page)), "")[:ADDRESS_LENGTH],
            author_name=self.people.name(page.author_key) if page.author_key else "",
            author=self.people.author(page.author_key),
            written_at=page.written_at,
            changed_at=page.changed_at,
        )

    def _lead_on(self, article: Article, page: ImportPage, filled: Filled, notes: Notes) -> None:
        found = old_addresses.record(public_addresses(page), article=article)
        for file, attachment in filled.shown.items():
            found += _lead_on_file(file, attachment)
        for clash in found:
            said = f"{clash.address} does not lead here: {clash.held_by}."
            notes.add(Topic.ADDRESS, page.key, said, page.pk)

    def _leave_out(self, page: ImportPage, why: str) -> None:
        self.people.drop()
        notes = Notes(self.run, Stage.APPLYING)
        with transaction.atomic():
            self.beat.hold()
            page.state = PageState.LEFT_OUT
            page.save(update_fields=["state"])
            notes.add(Topic.LEFT_OUT, page.key, why, page.pk)
            notes.write()


def article_of(run: Import, key: str) -> Article | None:
    """What a page of the old wiki became, in this import or one before it."""
    found = Provenance.objects.filter(source=run.source, key=key)
    provenance = found.select_related("article__department").first()
    return provenance.article if provenance else None


def _lead_on_file(file: ToFile, attachment: Attachment) -> list[old_addresses.Clash]:
    """A file that has addresses of its own is led on with all of them, at the end; one that lay in
    the folder of the pages had its name for an address."""
    if file.row:
        known = ImportAddress.objects.filter(pk=file.row, attachment=None)
        known.update(attachment=attachment)
    elif file.name and "//" not in file.name:
        return old_addresses.record([f"/{quote(file.name)}"], attachment=attachment)
    elif file.url:
        return old_addresses.record([file.url], attachment=attachment)
    return []
