"""Moving, archiving and restoring a page: what the dialogs say, who may, and what they do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from processes import workflow
from processes.models import Action, Article, Decision
from tests.cast import Cast, deputise

As = Callable[[User], Client]
HOSTILE = '<script>alert("1")</script>'
DIALOGS = ["move/", "archive/"]


def html(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def archived(cast: Cast, article: Article, replacement: Article | None = None) -> Article:
    return workflow.archive(article, cast.owner, reason="Nobody asks.", replacement=replacement)


class TestWhoMay:
    @pytest.mark.parametrize("dialog", DIALOGS)
    @pytest.mark.parametrize("person", ["owner", "deputy", "head", "admin"])
    def test_the_owner_a_deputy_the_managers_above_and_admins(
        self, cast: Cast, as_: As, dialog: str, person: str
    ) -> None:
        deputise(cast.owner, cast.deputy)
        page = cast.article()
        html(as_(getattr(cast, person)), page.get_absolute_url() + dialog)

    @pytest.mark.parametrize("dialog", [*DIALOGS, "restore/"])
    @pytest.mark.parametrize("person", ["reader", "author", "deputy", "treasurer", "outsider"])
    def test_nobody_else(self, cast: Cast, as_: As, dialog: str, person: str) -> None:
        page = cast.article()
        client = as_(getattr(cast, person))
        address = page.get_absolute_url() + dialog
        assert client.get(address).status_code in (404, 405)
        data = {"department": cast.operations.pk, "slug": "x", "reason": "Because."}
        assert client.post(address, data).status_code == 404
        page.refresh_from_db()
        assert not page.is_archived
        assert page.slug == "set-up-a-laptop"

    @pytest.mark.parametrize("dialog", DIALOGS)
    def test_a_page_that_was_never_published_is_not_filed(
        self, cast: Cast, as_: As, dialog: str
    ) -> None:
        draft = cast.new_page("A draft")
        html(as_(cast.owner), draft.article.get_absolute_url() + dialog, 404)

    def test_a_stranger_is_sent_to_sign_in(self, cast: Cast) -> None:
        page = cast.article()
        for dialog in DIALOGS:
            assert Client().post(page.get_absolute_url() + dialog).status_code == 302

    def test_those_who_may_find_the_way_on_the_page(self, cast: Cast, as_: As) -> None:
        page = cast.article()
        everybody = {cast.owner: True, cast.head: True, cast.admin: True, cast.reader: False}
        for person, ways in everybody.items():
            text = html(as_(person), page.get_absolute_url())
            assert (page.get_absolute_url() + "archive/" in text) is ways
        for person, ways in ((cast.head, True), (cast.reader, False)):
            text = html(as_(person), page.get_absolute_url() + "links/")
            assert (page.get_absolute_url() + "move/" in text) is ways


class TestWhatItMeansForOthers:
    @pytest.mark.parametrize("dialog", DIALOGS)
    def test_how_many_pages_and_which(self, cast: Cast, as_: As, dialog: str) -> None:
        page = cast.article()
        cast.article("First day", "[[Set up a laptop]]")
        cast.article("Secret", "[[Set up a laptop]]", department=cast.board, author=cast.insider)
        text = html(as_(cast.owner), page.get_absolute_url() + dialog)
        assert "1 page links here, and 1 that you cannot see" in text
        assert "First day" in text
        assert "Secret" not in text

    @pytest.mark.parametrize("dialog", DIALOGS)
    def test_nothing_links_here(self, cast: Cast, as_: As, dialog: str) -> None:
        page = cast.article()
        assert "No page links here" in html(as_(cast.owner), page.get_absolute_url() + dialog)

    @pytest.mark.parametrize("pages", [3, 20])
    @pytest.mark.parametrize("dialog", DIALOGS)
    def test_the_queries_do_not_grow(self, cast: Cast, as_: As, dialog: str, pages: int) -> None:
        page = cast.article()
        for n in range(pages):
            cast.article(f"Laptop {n}", "[[Set up a laptop]]")
        client = as_(cast.owner)
        with CaptureQueriesContext(connection) as queries:
            html(client, page.get_absolute_url() + dialog)
        assert len(queries) <= 12

    def test_a_proposal_with_another_title_says_it_too(self, cast: Cast, as_: As) -> None:
        page = cast.article()
        cast.article("First day", "[[Set up a laptop]]")
        renamed = cast.pending(page, "Better.", title="Prepare a laptop")
        for person in (cast.author, cast.owner):
            text = html(as_(person), renamed.get_absolute_url())
            assert "1 page links here" in text
            assert "Their links go on working and show the new title" in text
        cast.approve(renamed)
        same = cast.pending(page, "Best.", title="Prepare a laptop")
        for proposal in (renamed, same):
            assert (
                "links here"
                not in html(as_(cast.owner), proposal.get_absolute_url()).partition("<main")[2]
            )


class TestMoving:
    def test_to_another_department_and_address(self, cast: Cast, as_: As) -> None:
        page = cast.article()
        response = as_(cast.head).post(
            page.get_absolute_url() + "move/",
            {"department": cast.operations.pk, "slug": "Prepare a laptop!"},
            follow=True,
        )
        assert response.redirect_chain == [("/operations/prepare-a-laptop/", 302)]
        assert "go on leading to it" in response.content.decode()
        assert as_(cast.reader).get("/equipment/set-up-a-laptop/").status_code == 301

    def test_to_a_department_of_somebody_else_it_is_offered_and_the_dialog_says_so(
        self, cast: Cast, as_: As
    ) -> None:
        page, client = cast.article(), as_(cast.owner)
        address = page.get_absolute_url() + "move/"
        text = html(client, address)
        assert "Operations (Head is asked)" in text
        assert ">Equipment</option>" in text
        data = {"department": cast.operations.pk, "slug": "", "note": HOSTILE}
        for _ in range(2):
            response = client.post(address, data, follow=True)
        assert "The page stays here until they accept" in response.content.decode()
        page.refresh_from_db()
        assert page.department == cast.equipment
        assert page.transfers.open().get().department == cast.operations
        text = html(client, address)
        assert "has offered it to <strong>Operations</strong>" in text
        assert HOSTILE not in text

    def test_sent_twice_it_moves_once(self, cast: Cast, as_: As) -> None:
        page = cast.article()
        client = as_(cast.head)
        data = {"department": cast.operations.pk, "slug": ""}
        for _ in range(2):
            client.post("/equipment/set-up-a-laptop/move/", data, follow=True)
        page.refresh_from_db()
        assert page.department == cast.operations
        assert Decision.objects.filter(article=page, action=Action.CHANGED).count() == 1
        response = client.post("/operations/set-up-a-laptop/move/", data, follow=True)
        assert "there already" in response.content.decode()

    def test_an_address_that_leads_elsewhere_is_refused_beside_the_field(
        self, cast: Cast, as_: As
    ) -> None:
        page = cast.article()
        cast.article("Taken", department=cast.operations)
        response = as_(cast.head).post(
            page.get_absolute_url() + "move/",
            {"department": cast.operations.pk, "slug": "taken"},
        )
        assert response.status_code == 422
        assert "/operations/taken/ leads to another page." in response.content.decode()
        page.refresh_from_db()
        assert page.department == cast.equipment

    @pytest.mark.parametrize("slug", ["???", HOSTILE * 4, "🚀"])
    def test_odd_addresses_are_refused_or_made_plain(self, cast: Cast, as_: As, slug: str) -> None:
        page = cast.article()
        data = {"department": cast.equipment.pk, "slug": slug}
        response = as_(cast.owner).post(page.get_absolute_url() + "move/", data)
        assert response.status_code == 422
        assert HOSTILE not in response.content.decode()

    def test_only_to_departments_one_may_read(self, cast: Cast, as_: As) -> None:
        page = cast.article()
        client = as_(cast.owner)
        assert "Board" not in html(client, page.get_absolute_url() + "move/")
        data = {"department": cast.board.pk, "slug": ""}
        assert client.post(page.get_absolute_url() + "move/", data).status_code == 422
        assert "Board (members only)" in html(as_(cast.admin), page.get_absolute_url() + "move/")

    def test_a_refusal_says_why(self, cast: Cast, as_: As) -> None:
        page = cast.article("Money", department=cast.finance)
        data = {"department": cast.operations.pk, "slug": ""}
        response = as_(cast.treasurer).post(page.get_absolute_url() + "move/", data)
        assert response.status_code == 403
        assert "four eyes" in response.content.decode()


class TestArchiving:
    def test_with_a_reason_and_a_replacement_by_title(self, cast: Cast, as_: As) -> None:
        page, new = cast.article("Old laptops"), cast.article("Chargers")
        response = as_(cast.owner).post(
            page.get_absolute_url() + "archive/",
            {"reason": "Gone.", "title": "[[chargers]]"},
            follow=True,
        )
        assert response.status_code == 200
        assert "lead to “Chargers” now" in response.content.decode()
        page.refresh_from_db()
        assert page.is_archived
        assert page.replaced_by == new

    def test_a_suggestion_with_a_similar_title(self, cast: Cast, as_: As) -> None:
        page, new = cast.article("Old laptops"), cast.article("New laptops")
        address = page.get_absolute_url() + "archive/"
        assert f'value="{new.pk}"' in html(as_(cast.owner), address)
        as_(cast.owner).post(address, {"reason": "Gone.", "instead": str(new.pk)})
        page.refresh_from_db()
        assert page.replaced_by == new

    @pytest.mark.parametrize(
        "written", ["equipment/New laptops", "/equipment/new-laptops/", "New  LAPTOPS"]
    )
    def test_another_page_as_one_would_link_to_it(self, cast: Cast, as_: As, written: str) -> None:
        page, new = cast.article("Old laptops"), cast.article("New laptops")
        data = {"reason": "Gone.", "instead": "another", "title": written}
        as_(cast.owner).post(page.get_absolute_url() + "archive/", data)
        page.refresh_from_db()
        assert page.replaced_by == new

    def test_an_address_with_the_name_of_the_site(
        self, cast: Cast, as_: As, settings: object
    ) -> None:
        page, new = cast.article("Old laptops"), cast.article("Chargers")
        address = f"{settings.SITE_URL}/equipment/chargers/"  # type: ignore[attr-defined]
        data = {"reason": "Gone.", "title": address}
        as_(cast.owner).post(page.get_absolute_url() + "archive/", data)
        page.refresh_from_db()
        assert page.replaced_by == new

    @pytest.mark.parametrize(
        ("data", "error"),
        [
            ({"title": "Chargers"}, "Say why the page is archived."),
            ({"reason": "x", "title": "Nonsense"}, "No page is called so."),
            ({"reason": "x", "title": HOSTILE}, "No page is called so."),
            ({"reason": "x", "title": "\x00[[]]"}, "Null characters are not allowed"),
            ({"reason": "x", "title": "Old laptops"}, "A page cannot replace itself."),
            ({"reason": "x", "title": "In the attic"}, "is archived itself."),
            ({"reason": "x", "title": "Secret"}, "No page is called so."),
            ({"reason": "x", "title": "Twin"}, "Several pages have this title: Finance, Oper"),
        ],
    )
    def test_errors_beside_the_field_and_nothing_done(
        self, cast: Cast, as_: As, data: dict[str, str], error: str
    ) -> None:
        page = cast.article("Old laptops")
        cast.article("Chargers")
        archived(cast, cast.article("In the attic"))
        cast.article("Secret", department=cast.board, author=cast.insider)
        cast.article("Twin", department=cast.finance)
        cast.article("Twin", department=cast.operations)
        response = as_(cast.owner).post(page.get_absolute_url() + "archive/", data)
        assert response.status_code == 422
        text = response.content.decode()
        assert error in text
        assert HOSTILE not in text
        assert not Article.objects.get(pk=page.pk).is_archived

    def test_a_title_is_never_dropped_in_silence(self, cast: Cast, as_: As) -> None:
        page, new = cast.article("Old laptops"), cast.article("New laptops")
        address = page.get_absolute_url() + "archive/"
        for instead in ("", str(new.pk)):
            data = {"reason": "Gone.", "instead": instead, "title": "New laptops"}
            response = as_(cast.owner).post(address, data)
            assert "Choose “To another page” for this title" in response.content.decode()
        response = as_(cast.owner).post(address, {"reason": "Gone.", "instead": "another"})
        assert "Write the title of the other page." in response.content.decode()
        assert not Article.objects.get(pk=page.pk).is_archived

    def test_proposals_that_wait_are_told_before(self, cast: Cast, as_: As) -> None:
        page = cast.article()
        proposal = cast.pending(page, "Better.")
        address = page.get_absolute_url() + "archive/"
        assert "1 proposal to this page waits for a decision" in html(as_(cast.owner), address)
        as_(cast.owner).post(address, {"reason": "Gone."})
        proposal.refresh_from_db()
        assert proposal.state == "returned"

    def test_sent_twice_it_is_archived_once(self, cast: Cast, as_: As) -> None:
        page = cast.article()
        client = as_(cast.owner)
        for _ in range(2):
            response = client.post(page.get_absolute_url() + "archive/", {"reason": "Gone."})
        assert "archived already" in response.content.decode()
        assert Decision.objects.filter(article=page, action=Action.ARCHIVED).count() == 1


class TestRestoring:
    def test_the_archive_page_says_why_and_offers_the_way_back(self, cast: Cast, as_: As) -> None:
        page, new = cast.article("Old laptops"), cast.article("New laptops")
        workflow.archive(page, cast.owner, reason=HOSTILE, replacement=new)
        client = as_(cast.owner)
        text = html(client, page.get_absolute_url() + "archive/")
        assert "alert(" in text
        assert HOSTILE not in text
        assert "New laptops" in text
        response = client.post(page.get_absolute_url() + "restore/", follow=True)
        assert "in use again" in response.content.decode()
        assert not Article.objects.get(pk=page.pk).is_archived

    def test_sent_twice_it_is_restored_once(self, cast: Cast, as_: As) -> None:
        page = cast.article()
        archived(cast, page)
        client = as_(cast.owner)
        for _ in range(2):
            response = client.post(page.get_absolute_url() + "restore/", follow=True)
        assert "not in the archive" in response.content.decode()
        assert Decision.objects.filter(article=page, action=Action.RESTORED).count() == 1

    def test_a_replacement_behind_a_door_is_not_named(self, cast: Cast, as_: As) -> None:
        page = cast.article()
        secret = cast.article("Secret", department=cast.board, author=cast.insider)
        workflow.archive(page, cast.admin, reason="Gone.", replacement=secret)
        assert "Secret" not in html(as_(cast.owner), page.get_absolute_url() + "archive/")
        assert "Secret" in html(as_(cast.admin), page.get_absolute_url() + "archive/")

    def test_it_is_no_get(self, cast: Cast, as_: As) -> None:
        page = cast.article()
        archived(cast, page)
        html(as_(cast.owner), page.get_absolute_url() + "restore/", 405)
