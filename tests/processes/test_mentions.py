"""Pages that name another without linking to it, and the link proposed in one click."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from processes import mentions, search
from processes.models import Article, Proposal, State
from tests.cast import Cast

As = Callable[[User], Client]
SAYS_IT = "Before you start, set up a laptop with our help. Then rest."


def found(article: Article, user: User) -> list[str]:
    return [mention.article.title for mention in mentions.unlinked(article, user)]


def propose(client: Client, article: Article, source: object, **extra: object) -> object:
    address = article.get_absolute_url() + "links/propose/"
    return client.post(address, {"source": source}, **extra)


class TestUnlinked:
    def test_a_page_that_says_the_title_in_any_case(self, cast: Cast) -> None:
        page = cast.article()
        cast.article("First day", SAYS_IT)
        (mention,) = mentions.unlinked(page, cast.reader)
        assert mention.article.title == "First day"
        assert (mention.before, mention.name, mention.after) == (
            "Before you start, ",
            "set up a laptop",
            " with our help.",
        )

    def test_also_under_an_old_title(self, cast: Cast) -> None:
        page = cast.article("Prepare a notebook")
        cast.approve(cast.pending(page, "Better.", title="Set up a laptop"))
        cast.article("First day", "You prepare a notebook first.")
        page.refresh_from_db()
        assert found(page, cast.reader) == ["First day"]

    @pytest.mark.parametrize(
        "body",
        [
            "See [[Set up a laptop]]. Then set up a laptop.",  # it links there already
            "Set up your laptop: a matter of minutes.",
            "Set up a laptops",
            "`set up a laptop`",
            "# Set up a laptop",
            "See [[Set up a laptop bag]].",
            "[set up a laptop](https://example.com)",
        ],
    )
    def test_not_where_no_link_is_missing(self, cast: Cast, body: str) -> None:
        page = cast.article()
        cast.article("First day", body)
        assert found(page, cast.reader) == []

    def test_only_pages_the_reader_may_open(self, cast: Cast) -> None:
        page = cast.article()
        cast.article("Secret", SAYS_IT, department=cast.board, author=cast.insider)
        assert found(page, cast.reader) == []
        assert found(page, cast.insider) == ["Secret"]

    def test_neither_drafts_nor_archived_pages(self, cast: Cast) -> None:
        page = cast.article()
        cast.new_page("A draft", SAYS_IT)
        old = cast.article("Old", SAYS_IT)
        Article.objects.filter(pk=old.pk).update(archived_at=timezone.now())
        assert found(page, cast.author) == []

    def test_an_archived_page_is_not_to_be_linked_to(self, cast: Cast) -> None:
        page = cast.article()
        cast.article("First day", SAYS_IT)
        page.archived_at = timezone.now()
        assert found(page, cast.reader) == []

    def test_a_short_common_word_is_no_name(self, cast: Cast) -> None:
        page = cast.article("Time")
        cast.article("First day", "Take your time.")
        assert found(page, cast.reader) == []

    def test_a_page_does_not_mention_itself(self, cast: Cast) -> None:
        page = cast.article("Set up a laptop", "Set up a laptop like so.")
        assert found(page, cast.reader) == []

    @pytest.mark.parametrize("pages", [5, 150])
    def test_the_queries_do_not_grow_and_the_list_ends(self, cast: Cast, pages: int) -> None:
        page = cast.article()
        others = Article.objects.bulk_create(
            Article(
                department=cast.equipment,
                title=f"Day {n}",
                title_key=f"day {n}",
                slug=f"day-{n}",
                owner=cast.owner,
                version=1,
                body=SAYS_IT,
                text=SAYS_IT,
            )
            for n in range(pages)
        )
        for other in others:
            search.index(other)
        reader = cast.fresh(cast.reader)
        reader.departments  # noqa: B018 - read once in every request
        with CaptureQueriesContext(connection) as queries:
            listed = mentions.unlinked(page, reader)
        assert len(queries) <= 7
        assert len(listed) == min(pages, mentions.SHOWN)


class TestProposing:
    def test_one_click_makes_a_draft_with_the_link(self, cast: Cast, as_: As) -> None:
        page = cast.article()
        source = cast.article("First day", SAYS_IT)
        client = as_(cast.reader)
        text = client.get(page.get_absolute_url() + "links/").content.decode()
        assert f'name="source" value="{source.pk}"' in text
        response = propose(client, page, source.pk, follow=True)
        draft = Proposal.objects.get(article=source, author=cast.reader)
        assert response.redirect_chain[-1][0] == f"/proposals/{draft.pk}/edit/"
        assert draft.state == State.DRAFT
        assert draft.body == SAYS_IT.replace("set up a laptop", "[[set up a laptop]]")
        assert draft.note == "Link to “Set up a laptop”"
        assert 'class="internal" href="/equipment/set-up-a-laptop/"' in draft.html

    def test_approved_it_is_a_link_and_no_mention_any_more(self, cast: Cast, as_: As) -> None:
        page = cast.article()
        source = cast.article("First day", SAYS_IT)
        propose(as_(cast.author), page, source.pk)
        cast.approve(cast.submit(source.proposals.open().get()))
        assert page.backlinks.get().source == source
        assert found(page, cast.reader) == []

    def test_an_open_proposal_is_led_to_instead(self, cast: Cast, as_: As) -> None:
        page = cast.article()
        source = cast.article("First day", SAYS_IT)
        mine = cast.draft(source, "Something else.", author=cast.reader)
        client = as_(cast.reader)
        text = client.get(page.get_absolute_url() + "links/").content.decode()
        assert f'href="/proposals/{mine.pk}/"' in text
        for _ in range(2):
            response = propose(client, page, source.pk, follow=True)
            assert response.redirect_chain[-1][0] == f"/proposals/{mine.pk}/edit/"
            assert "open proposal" in response.content.decode()
        mine.refresh_from_db()
        assert mine.body == "Something else."

    def test_a_double_click_makes_one_draft(self, cast: Cast, as_: As) -> None:
        page = cast.article()
        source = cast.article("First day", SAYS_IT)
        client = as_(cast.reader)
        for _ in range(2):
            propose(client, page, source.pk)
        assert source.proposals.filter(author=cast.reader).count() == 1

    def test_a_title_that_two_pages_have_is_linked_with_its_department(
        self, cast: Cast, as_: As
    ) -> None:
        page = cast.article()
        cast.article(department=cast.operations)
        source = cast.article("Money", SAYS_IT, department=cast.finance)
        propose(as_(cast.reader), page, source.pk)
        draft = Proposal.objects.get(article=source, author=cast.reader)
        assert "[[equipment/set up a laptop]]" in draft.body
        assert 'href="/equipment/set-up-a-laptop/"' in draft.html

    def test_a_mention_that_is_gone_is_said(self, cast: Cast, as_: As) -> None:
        page = cast.article()
        source = cast.article("First day", "Nothing of the kind.")
        response = propose(as_(cast.reader), page, source.pk, follow=True)
        assert "no longer names this page" in response.content.decode()
        assert not source.proposals.filter(author=cast.reader).exists()

    def test_only_between_pages_one_may_read(self, cast: Cast, as_: As) -> None:
        page = cast.article()
        secret = cast.article("Secret", SAYS_IT, department=cast.board, author=cast.insider)
        draft = cast.new_page("A draft", SAYS_IT).article
        client = as_(cast.reader)
        for source in (secret.pk, draft.pk, 0, "", "x", "9" * 30):
            assert propose(client, page, source).status_code == 404
        assert propose(client, secret, page.pk).status_code == 404
        assert client.get(page.get_absolute_url() + "links/propose/").status_code == 405
        assert propose(Client(), page, secret.pk).status_code == 302
        assert not Proposal.objects.filter(author=cast.reader).exists()


class TestSimilar:
    def test_pages_with_words_of_the_title_nearest_first(self, cast: Cast) -> None:
        page = cast.article("Set up a new laptop")
        cast.article("Set up a laptop", department=cast.finance)
        cast.article("Laptop bags")
        cast.article("Holidays", "About the laptop.")
        similar = [other.title for other in mentions.similar(page, cast.reader)]
        assert similar == ["Laptop bags", "Set up a laptop"] or similar == [
            "Set up a laptop",
            "Laptop bags",
        ]

    def test_none_that_the_reader_may_not_open(self, cast: Cast) -> None:
        page = cast.article("Set up a new laptop")
        cast.article("Laptop secrets", department=cast.board, author=cast.insider)
        assert mentions.similar(page, cast.reader) == []
