"""A wiki in which everything moves, and beside it a note of what each link was written for."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Department, DepartmentAddress, User
from accounts.reorganising import rename_address
from processes import publishing, redrawing, workflow
from processes.models import Alias, Article, ArticleLink
from processes.publishing import Content, title_key
from processes.text.rendering import fold
from processes.workflow.guards import lock_article

LINK = re.compile(r'<a class="internal" href="/([^/"]+)/([^/"]+)/">(.*?)</a>')


@dataclass(frozen=True)
class Written:
    """One link as it stands in a text, and the page that was meant."""

    target: int
    markdown: str
    typed: str = ""  # "": the author chose a label


@dataclass
class World:
    """All acts are an admin's, who may do them all; `links` is what nobody but the test knows."""

    admin: User
    departments: list[Department]
    links: dict[int, list[Written]] = field(default_factory=dict)
    replaced: dict[int, int] = field(default_factory=dict)  # archived -> what replaces it, or 0

    # --- what happens -----------------------------------------------------------------------

    def bulk(self, number: int, choose: Sequence[Sequence[int]]) -> None:
        """`number` published pages, the nth linking to those at the places `choose[n]`; what is
        derived from their texts is written down rather than drawn, which takes long."""
        now = timezone.now()
        pages = Article.objects.bulk_create(
            Article(
                department=self.departments[n % len(self.departments)],
                title=f"Page {n}",
                title_key=title_key(f"Page {n}"),
                slug=f"page-{n}",
                owner=self.admin,
                version=1,
                published_at=now,
            )
            for n in range(number)
        )
        rows: list[ArticleLink] = []
        for page, places in zip(pages, choose, strict=True):
            goals = [pages[place] for place in places]
            written = [self.write(goal, kind) for kind, goal in enumerate(goals)]
            self.links[page.pk] = written
            page.body = self.body(page.pk)
            page.html = "\n".join(map(_drawn, written, goals))
            rows += [_row(page, place, link) for place, link in enumerate(written)]
        Article.objects.bulk_update(pages, ["body", "html"], batch_size=200)
        ArticleLink.objects.bulk_create(rows, batch_size=200)

    def write(self, target: Article, kind: int) -> Written:
        """A link to a page as it is called today, in one of four ways."""
        place, title = target.department.slug, target.title
        markdown, typed = (
            (f"[[{title}]]", title),
            (f"[[{place}/{title}|so]]", ""),
            (f"[so](/{place}/{target.slug}/)", ""),
            (f"[[ {title.upper()} ]]", title.upper()),
        )[kind % 4]
        return Written(target.pk, markdown, typed)

    def body(self, pk: int) -> str:
        return "\n\n".join(written.markdown for written in self.links[pk])

    @transaction.atomic
    def publish(self, pk: int, title: str, more: str = "") -> None:
        """A new version: perhaps another title, perhaps more words, always the same links."""
        article = lock_article(pk)
        content = Content(title or article.title, "", f"{self.body(pk)}\n\n{more}")
        now = timezone.now()
        publishing.publish(
            article, content, author=self.admin, approved_by=self.admin, note="", at=now
        )

    def check_bulk(self, pks: Sequence[int]) -> None:
        """What was written down is what drawing makes of these pages."""
        stored = Article.objects.filter(pk__in=pks).order_by("pk").values_list("html", flat=True)
        links = ArticleLink.objects.filter(source__in=pks).order_by("source", "place")
        facts = links.values_list("source", "target", "title", "title_key", "by_address", "label")
        before = list(stored), list(facts)
        redrawing.ask(pks)
        redrawing.drain()
        assert (list(stored.all()), list(facts.all())) == before

    def create(self, department: Department, title: str, targets: Sequence[Article]) -> int:
        """A page that may take the title another one had; it links by address."""
        article = Article.objects.create(
            department=department,
            title=title,
            title_key=title_key(title),
            slug=publishing.free_slug(title, department),
            owner=self.admin,
        )
        self.links[article.pk] = [self.write(target, 2) for target in targets]
        self.publish(article.pk, title)
        return article.pk

    def move(self, pk: int, department: Department, slug: str = "") -> None:
        article = Article.objects.get(pk=pk)
        try:
            workflow.move(article, self.admin, department, slug)
        except workflow.Incomplete:
            assert slug  # the address led elsewhere

    def archive(self, pk: int, replacement: int) -> None:
        if pk in self.replaced or replacement in self.replaced or pk == replacement:
            return
        after = Article.objects.get(pk=replacement) if replacement else None
        workflow.archive(Article.objects.get(pk=pk), self.admin, reason="x", replacement=after)
        self.replaced[pk] = replacement

    def restore(self, pk: int) -> None:
        if pk in self.replaced:
            workflow.restore(Article.objects.get(pk=pk), self.admin)
            del self.replaced[pk]

    def rename_department(self, place: int, slug: str) -> None:
        department = Department.objects.get(pk=self.departments[place].pk)
        taken = Department.objects.filter(slug=slug) | Department.objects.filter(
            old_addresses__slug=slug
        )
        if not taken.exists():
            was, department.slug = department.slug, slug
            rename_address(department, was)
            self.departments[place] = department
            self.admin = User.objects.get(pk=self.admin.pk)

    # --- what must be true ------------------------------------------------------------------

    def check(self, client: Client | None = None, sample: int = 0) -> int:
        """Every link of every page leads to the page it was written for; returns how many."""
        assert not redrawing.pages_waiting()
        everything = Article.objects.select_related("department").defer("text", "contents")
        articles = {article.pk: article for article in everything}
        recorded: dict[int, list[int | None]] = {}
        for source, target in ArticleLink.objects.order_by("source", "place").values_list(
            "source", "target"
        ):
            recorded.setdefault(source, []).append(target)
        addresses = self._addresses(articles)
        checked = 0
        for pk, written in self.links.items():
            page = articles[pk]
            assert recorded.get(pk, []) == [link.target for link in written], page.title
            drawn = LINK.findall(page.html)
            assert len(drawn) == len(written), (page.title, page.html)
            for link, (place, slug, label) in zip(written, drawn, strict=True):
                goal = self._destination(articles, link.target)
                assert addresses.get((place, slug)) == goal.pk, (page.title, place, slug)
                assert (place, slug) == (goal.department.slug, goal.slug)
                assert entities.unescape(label) == self._label(link, goal)
                checked += 1
        if client:
            self._open(client, [articles[pk].html for pk in list(self.links)[:sample]])
        return checked

    def _destination(self, articles: dict[int, Article], pk: int) -> Article:
        while (after := self.replaced.get(pk)) and self._as_open(articles[pk], articles[after]):
            pk = after
        return articles[pk]

    def _as_open(self, article: Article, after: Article) -> bool:
        is_closed = after.department.visibility == "members"
        return not is_closed or article.department_id == after.department_id

    def _label(self, link: Written, goal: Article) -> str:
        if not link.typed:
            return "so"
        if goal.department.visibility == "members" or fold(goal.title) == fold(link.typed):
            return link.typed
        return goal.title

    def _addresses(self, articles: dict[int, Article]) -> dict[tuple[str, str], int]:
        """Where every address of any time leads, worked out anew from the tables."""
        slugs = dict(DepartmentAddress.objects.values_list("slug", "department_id"))
        slugs |= dict(Department.objects.values_list("slug", "pk"))
        places = {(a.department_id, a.slug): a.pk for a in articles.values()}
        aliases = Alias.objects.exclude(slug="").values_list("department", "slug", "article")
        old = {(department, slug): pk for department, slug, pk in aliases}
        known = old | places
        return {
            (name, slug): pk
            for name, department in slugs.items()
            for (where, slug), pk in known.items()
            if where == department
        }

    def _open(self, client: Client, pages: Sequence[str]) -> None:
        for place, slug, _ in {link for page in pages for link in LINK.findall(page)}:
            assert client.get(f"/{place}/{slug}/").status_code == 200, (place, slug)


def _drawn(link: Written, goal: Article) -> str:
    label = link.typed or "so"
    return f'<p><a class="internal" href="{goal.get_absolute_url()}">{label}</a></p>'


def _row(page: Article, place: int, link: Written) -> ArticleLink:
    inner = re.sub(r"^\[\[|\|so|\]\]$", "", link.markdown).strip()
    address = re.search(r"\((.+)\)", link.markdown)
    key = address[1] if address else fold(inner)
    return ArticleLink(
        source=page,
        target_id=link.target,
        title=address[1] if address else inner,
        title_key=key,
        by_address=address is not None,
        label=link.typed or "so",
        place=place,
    )
