"""A department's pictures and files: who sees what of them, where they are used, replacing one."""

import uuid
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from accounts.models import Department, User
from processes import attachments, library, workflow
from processes.library.replacing import AT_ONCE
from processes.models import Article, Attachment, AttachmentUse, Proposal, State
from processes.publishing import title_key
from tests.cast import Cast

As = Callable[[User], Client]

OLD = uuid.UUID("11111111-2222-3333-4444-555555555555")
OTHER = "/attachments/99999999-2222-3333-4444-555555555555/box.png"
NEW = "/attachments/aaaaaaaa-2222-3333-4444-555555555555/crate.png"


def picture(shade: int = 0, frames: int = 1) -> bytes:
    stream = BytesIO()
    first, *rest = (Image.new("RGB", (40, 30), (shade, n, 90)) for n in range(frames))
    kind = "GIF" if frames > 1 else "PNG"
    first.save(stream, kind, **({"save_all": True, "append_images": rest} if rest else {}))
    return stream.getvalue()


def stored(cast: Cast, name: str = "box.png", **facts: Any) -> Attachment:
    content = facts.pop("content", None) or picture()
    by, department = facts.pop("by", cast.author), facts.pop("department", cast.equipment)
    return attachments.store(content, name, cast.fresh(by), department=department)


def shows(attachment: Attachment, alt: str = "The box") -> str:
    return f"Look.\n\n![{alt}]({attachments.address_of(attachment)})\n\nThat was it."


def upload(content: bytes, name: str = "crate.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def address(attachment: Attachment, department: Department) -> str:
    return f"/pictures/{department.slug}/{attachment.key}/"


# --- Putting one address in the place of another --------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"![Box](/attachments/{OLD}/box.png)", f"![Box]({NEW})"),
        (f'![Box](/attachments/{OLD}/box.png "A box")', f'![Box]({NEW} "A box")'),
        (f"[Box](</attachments/{OLD}/box.png>)", f"[Box](<{NEW}>)"),
        (f"[box]: /attachments/{OLD}/box.png\n", f"[box]: {NEW}\n"),
        (f"![](https://wiki.example/attachments/{OLD}/a.png)", f"![](https://wiki.example{NEW})"),
        (f"![](/attachments/{OLD}/960/box.png)", f"![]({NEW})"),
        (f"![](/attachments/{OLD}/still/bo%C3%AEte.gif)", f"![]({NEW})"),
        (f'<img src="/attachments/{OLD}/box.png" alt="">', f'<img src="{NEW}" alt="">'),
        (f"a /attachments/{OLD}/x.png?a=1#b c", f"a {NEW}?a=1#b c"),
        (f"![](/attachments/{OLD}/a.png)![](/attachments/{OLD}/b.png)", f"![]({NEW})![]({NEW})"),
        (f"See https://a.example/attachments/{OLD}/a.png.", f"See https://a.example{NEW}."),
        (f"**/attachments/{OLD}/a_b.c.png**, so", f"**{NEW}**, so"),
        (f"![]({OTHER}) and {OLD} alone", f"![]({OTHER}) and {OLD} alone"),
        ("No picture.\r\n\tAt all. \\1 \\g<0>", "No picture.\r\n\tAt all. \\1 \\g<0>"),
    ],
)
def test_the_address_is_replaced_and_nothing_else(before: str, after: str) -> None:
    assert library.replace_address(before, OLD, NEW) == after


def test_a_new_address_is_taken_as_it_is() -> None:
    odd = r"/attachments/aaaaaaaa-2222-3333-4444-555555555555/\g<0>\1.png"
    assert library.replace_address(f"![](/attachments/{OLD}/a.png)", OLD, odd) == f"![]({odd})"


# --- Who sees what --------------------------------------------------------------------------


def test_nobody_sees_anything_without_signing_in(cast: Cast, client: Client) -> None:
    found = stored(cast)
    here = address(found, cast.equipment)
    for place in ("/pictures/", "/pictures/equipment/", here, f"{here}replaced/{found.key}/"):
        answer = client.get(place)
        assert answer.status_code == 302, place
        assert "/accounts/login/" in answer["Location"]


def test_departments_that_a_reader_may_not_open_are_not_listed(cast: Cast, as_: As) -> None:
    secret = stored(cast, by=cast.insider, department=cast.board)
    cast.article("Minutes", shows(secret), department=cast.board, author=cast.insider)
    assert b"Board" in as_(cast.insider).get("/pictures/").content
    reader = as_(cast.reader)
    assert b"Board" not in reader.get("/pictures/").content
    assert reader.get("/pictures/board/").status_code == 404
    assert reader.get(address(secret, cast.board)).status_code == 404
    assert reader.get(address(secret, cast.equipment)).status_code == 404
    assert as_(cast.insider).get(address(secret, cast.board)).status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_picture_that_only_a_restricted_page_shows_is_not_there_for_others(
    cast: Cast, as_: As, method: str
) -> None:
    secret = stored(cast, by=cast.insider, department=cast.equipment)
    cast.article("Minutes", shows(secret), department=cast.board, author=cast.insider)
    mine = stored(cast, "mine.png", by=cast.reader, content=picture(7))
    reader = as_(cast.reader)
    assert b"box.png" not in reader.get("/pictures/equipment/?show=images&q=box").content
    here = address(secret, cast.equipment)
    for place in (here, f"{here}replaced/{mine.key}/", f"{here}replaced/{uuid.uuid4()}/"):
        assert getattr(reader, method)(place, {}).status_code == 404
    assert not Proposal.objects.filter(author=cast.reader).exists()


def test_neither_counts_nor_words_tell_of_restricted_pages(cast: Cast, as_: As) -> None:
    shared = stored(cast, by=cast.insider, department=cast.equipment)
    cast.article("Open page", shows(shared, "A box"), author=cast.insider)
    cast.article("Minutes", shows(shared, "Zanzibar"), department=cast.board, author=cast.insider)
    for person, pages, told in ((cast.reader, 1, False), (cast.insider, 2, True)):
        client = as_(person)
        standing = library.standing_of(cast.fresh(person), [shared])[shared.pk]
        assert standing.pages == pages
        page = client.get(address(shared, cast.equipment)).content.decode()
        assert ("Zanzibar" in page, "Minutes" in page) == (told, told)
        sizes = library.shelf_sizes(cast.fresh(person))
        assert sizes.get(cast.board.pk, 0) == (1 if told else 0)
        assert sizes[cast.equipment.pk] == 1


def test_an_upload_that_nothing_shows_is_there_for_its_uploader_alone(cast: Cast, as_: As) -> None:
    lonely = stored(cast, "lonely.png")
    page = as_(cast.author).get("/pictures/equipment/?show=unused").content.decode()
    assert "lonely.png" in page
    assert "Will be removed on" in page
    line = f"![]({attachments.address_of(lonely)})"
    for place in ("/pictures/", address(lonely, cast.equipment)):
        assert line in as_(cast.author).get(place).content.decode()
    for person in (cast.owner, cast.admin):
        client = as_(person)
        assert b"lonely.png" not in client.get("/pictures/equipment/").content
        assert client.get(address(lonely, cast.equipment)).status_code == 404
        assert b"lonely.png" not in client.get("/pictures/").content


def test_what_a_proposal_shows_is_not_unused(cast: Cast) -> None:
    waiting = stored(cast)
    cast.new_page("Boxes", shows(waiting))
    assert waiting not in library.unused_by(cast.fresh(cast.author))


def test_a_department_that_moved_is_found_under_its_old_address(cast: Cast, as_: As) -> None:
    cast.equipment.old_addresses.create(slug="hardware")
    assert as_(cast.reader).get("/pictures/hardware/").status_code == 301


# --- What is listed -------------------------------------------------------------------------


def listed(client: Client, asked: str) -> set[str]:
    page = client.get(f"/pictures/equipment/?{asked}").content.decode()
    names = ("box.png", "film.gif", "rates.csv", "mute.png")
    return {name for name in names if f">{name}</a>" in page}


def test_a_library_can_be_narrowed(cast: Cast, as_: As) -> None:
    box, mute = stored(cast), stored(cast, "mute.png", content=picture(1))
    film = stored(cast, "film.gif", content=picture(2, frames=3))
    rates = stored(cast, "rates.csv", content=b"night,price\n1,80\n")
    text = "\n\n".join([shows(box), shows(mute, ""), shows(film)])
    cast.article("Boxes", f"{text}\n\n[Rates]({attachments.address_of(rates)})")
    client = as_(cast.reader)
    everything = {"box.png", "film.gif", "rates.csv", "mute.png"}
    assert listed(client, "") == everything
    assert listed(client, "show=images") == everything - {"rates.csv"}
    assert listed(client, "show=moving") == {"film.gif"}
    assert listed(client, "show=files") == {"rates.csv"}
    assert listed(client, "show=alt") == {"mute.png"}
    assert listed(client, "show=unused") == set()
    assert listed(client, "q=BOX") == {"box.png"}
    assert listed(client, "q=%00box") == {"box.png"}
    assert listed(client, "show=nonsense&page=nonsense") == everything
    tally = library.tally(cast.fresh(cast.reader), cast.equipment)
    assert tally == {"": 4, "images": 3, "moving": 1, "files": 1, "alt": 1, "unused": 0}


def test_missing_words_lead_to_the_form_of_the_page(cast: Cast, as_: As) -> None:
    mute = stored(cast)
    cast.article("Boxes", shows(mute, ""))
    assert b"1 without alt text" in as_(cast.reader).get("/pictures/").content
    for place in ("/pictures/equipment/?show=alt", address(mute, cast.equipment)):
        assert b'href="/equipment/boxes/propose/"' in as_(cast.reader).get(place).content


def test_a_picture_of_an_older_version_leads_to_that_version(cast: Cast, as_: As) -> None:
    past = stored(cast)
    article = cast.article("Boxes", shows(past))
    cast.approve(cast.pending(article, "No picture any more."))
    client = as_(cast.reader)
    assert b"No live page shows it" in client.get(address(past, cast.equipment)).content
    assert (
        b'href="/equipment/boxes/history/1/"' in client.get(address(past, cast.equipment)).content
    )
    assert library.live_uses(cast.fresh(cast.reader), past).count() == 0


def test_hostile_words_stay_words(cast: Cast, as_: As) -> None:
    nasty = "<script>alert(1)</script>"
    found = stored(cast, f"{nasty}.png")
    cast.article(f"Boxes {nasty}", shows(found, nasty))
    client = as_(cast.reader)
    for place in ("/pictures/equipment/", address(found, cast.equipment)):
        assert b"<script>alert" not in client.get(place).content
    assert b"<script>alert" not in client.get(f"/pictures/equipment/?q={nasty}").content


# --- Replacing ------------------------------------------------------------------------------


@pytest.fixture
def box(cast: Cast) -> Attachment:
    """A picture that two open pages show, and a restricted one."""
    found = stored(cast, by=cast.insider)
    cast.article("Boxes", shows(found), author=cast.insider)
    cast.article("Crates", shows(found, "A [crate]"), author=cast.insider)
    cast.article("Minutes", shows(found), department=cast.board, author=cast.insider)
    return found


def replace(client: Client, box: Attachment, content: bytes, **more: str) -> Any:
    here = f"/pictures/equipment/{box.key}/"
    return client.post(here, {"file": upload(content), **more}, follow=True)


def test_each_page_gets_a_draft_with_the_new_address_and_nothing_else(
    cast: Cast, as_: As, box: Attachment
) -> None:
    answer = replace(as_(cast.reader), box, picture(9))
    new = Attachment.objects.get(name="crate.png")
    drafts = Proposal.objects.filter(author=cast.reader).select_related("article")
    assert {draft.article.title for draft in drafts} == {"Boxes", "Crates"}
    for draft in drafts:
        old_address, new_address = attachments.address_of(box), attachments.address_of(new)
        assert draft.body == draft.article.body.replace(old_address, new_address)
        assert (draft.state, draft.note) == (State.DRAFT, "Replace the picture “box.png”")
        assert (draft.title, draft.summary) == (draft.article.title, draft.article.summary)
        assert draft.get_absolute_url() in answer.content.decode()
    assert new.department == cast.equipment
    assert Article.objects.filter(body__contains=str(box.key)).count() == 3


def test_sending_the_same_file_twice_makes_one_draft_a_page(
    cast: Cast, as_: As, box: Attachment
) -> None:
    client = as_(cast.reader)
    first = replace(client, box, picture(9))
    bodies = sorted(Proposal.objects.values_list("pk", "body"))
    second = replace(client, box, picture(9))
    assert first.redirect_chain == second.redirect_chain
    assert sorted(Proposal.objects.values_list("pk", "body")) == bodies
    assert Attachment.objects.count() == 2


def test_an_open_proposal_is_left_alone_and_gets_a_line_to_copy(
    cast: Cast, as_: As, box: Attachment
) -> None:
    mine = cast.draft(Article.objects.get(slug="crates"), "Mine.", author=cast.reader)
    page = replace(as_(cast.reader), box, picture(9)).content.decode()
    new = Attachment.objects.get(name="crate.png")
    mine.refresh_from_db()
    assert mine.body == "Mine."
    assert "You have an open proposal to this page already" in page
    assert rf"![A \[crate\]]({attachments.address_of(new)})" in page
    assert Proposal.objects.filter(author=cast.reader).count() == 2


def test_the_drafts_can_go_to_their_owners_at_once(cast: Cast, as_: As, box: Attachment) -> None:
    replace(as_(cast.reader), box, picture(9), submit="yes")
    states = Proposal.objects.filter(author=cast.reader).values_list("state", flat=True)
    assert list(states) == [State.PENDING, State.PENDING]


def test_or_later_from_the_list_of_drafts(cast: Cast, as_: As, box: Attachment) -> None:
    client = as_(cast.reader)
    here = replace(client, box, picture(9)).redirect_chain[-1][0]
    moved_on = Article.objects.get(slug="boxes")
    cast.approve(cast.pending(moved_on, moved_on.body + "\n\nMore."))
    page = client.post(here, {"submit": "yes"}, follow=True).content.decode()
    states = dict(Proposal.objects.filter(author=cast.reader).values_list("article__slug", "state"))
    assert states == {"boxes": State.DRAFT, "crates": State.PENDING}
    assert "Boxes: This proposal was made from version 1" in page


def test_an_approved_replacement_is_done(cast: Cast, as_: As, box: Attachment) -> None:
    client = as_(cast.reader)
    here = replace(client, box, picture(9), submit="yes").redirect_chain[-1][0]
    for proposal in Proposal.objects.filter(author=cast.reader):
        cast.approve(proposal)
    page = client.get(here).content.decode()
    assert "No live page shows the old one any more" in page
    new = Attachment.objects.get(name="crate.png")
    assert library.live_uses(cast.fresh(cast.reader), new).count() == 2


def test_an_archived_page_is_not_asked_to_change(cast: Cast, as_: As, box: Attachment) -> None:
    Article.objects.filter(slug="boxes").update(archived_at=timezone.now())
    replace(as_(cast.reader), box, picture(9))
    assert [p.article.slug for p in Proposal.objects.filter(author=cast.reader)] == ["crates"]


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"night,price\n1,80\n", "rates.csv", "cannot take the place of a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "box.svg", "Export it as PNG"),
        (picture(), "again.png", "the very file that is there already"),
        (b"", "empty.png", "empty"),
    ],
    ids=["document", "drawing", "same", "empty"],
)
def test_what_cannot_take_its_place_is_refused_in_words(
    cast: Cast, as_: As, box: Attachment, content: bytes, name: str, told: str
) -> None:
    here = address(box, cast.equipment)
    answer = as_(cast.reader).post(here, {"file": upload(content, name)})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Proposal.objects.filter(author=cast.reader).exists()


def test_nothing_chosen_is_told(cast: Cast, as_: As, box: Attachment) -> None:
    answer = as_(cast.reader).post(address(box, cast.equipment), {})
    assert answer.status_code == 422
    assert "Choose the file that takes its place." in answer.content.decode()


def test_a_document_takes_the_place_of_a_document(cast: Cast, as_: As) -> None:
    rates = stored(cast, "rates.csv", content=b"night,price\n1,80\n")
    cast.article("Hotels", f"[Rates]({attachments.address_of(rates)})")
    here = address(rates, cast.equipment)
    as_(cast.reader).post(here, {"file": upload(b"night,price\n1,95\n", "rates-2.csv")})
    draft = Proposal.objects.get(author=cast.reader)
    assert draft.note == "Replace “rates.csv”"
    assert "/rates-2.csv)" in draft.body


def test_no_draft_shows_a_picture_that_is_somebody_elses(
    cast: Cast, as_: As, box: Attachment
) -> None:
    """The new one is named in the address: only what the person may see can be put in."""
    secret = stored(cast, "secret.png", content=picture(5), by=cast.treasurer)
    here = f"{address(box, cast.equipment)}replaced/{secret.key}/"
    assert as_(cast.reader).post(here).status_code == 404
    assert not Proposal.objects.filter(author=cast.reader).exists()


def test_many_pages_are_done_in_several_goes(cast: Cast, as_: As) -> None:
    found = stored(cast)
    many(cast, AT_ONCE + 5, attachment=found)
    client = as_(cast.reader)
    here = replace(client, found, picture(9)).redirect_chain[-1][0]
    assert Proposal.objects.filter(author=cast.reader).count() == AT_ONCE
    assert b"Still with the old one" in client.get(here).content
    client.post(here)
    assert Proposal.objects.filter(author=cast.reader).count() == AT_ONCE + 5


def test_one_page_that_refuses_does_not_stop_the_others(
    cast: Cast, as_: As, box: Attachment, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = workflow.save

    def refuse_boxes(article: Article, *args: Any, **facts: Any) -> Proposal:
        if article.slug == "boxes":
            raise workflow.NotAllowed("This page takes no proposals.")
        return save(article, *args, **facts)

    monkeypatch.setattr("processes.workflow.save", refuse_boxes)
    page = replace(as_(cast.reader), box, picture(9)).content.decode()
    assert "Boxes: This page takes no proposals." in page
    assert [p.article.slug for p in Proposal.objects.filter(author=cast.reader)] == ["crates"]


# --- However many there are -----------------------------------------------------------------


def many(cast: Cast, rows: int, attachment: Attachment | None = None) -> None:
    """Live pages, each with a picture of its own, or all with the same one."""
    now = timezone.now()
    pages = Article.objects.bulk_create(
        Article(
            department=cast.equipment,
            title=f"Page {n}",
            title_key=title_key(f"Page {n}"),
            slug=f"page-{n}",
            owner=cast.owner,
            version=1,
            approved_by=cast.owner,
            approved_at=now,
            published_at=now,
            body=shows(attachment) if attachment else "Look.",
        )
        for n in range(rows)
    )
    own = Attachment.objects.bulk_create(
        Attachment(
            sha256=f"{n:064}",
            file=f"attachments/00/{n:064}",
            name=f"box-{n}.png",
            content_type="image/png",
            size=1000,
            width=640,
            height=480,
            department=cast.equipment,
            uploaded_by=cast.reader,
        )
        for n in range(0 if attachment else rows)
    )
    AttachmentUse.objects.bulk_create(
        AttachmentUse(article=page, attachment=attachment or own[n], alt="Box" if n % 2 else "")
        for n, page in enumerate(pages)
    )


BUDGET = {
    "/pictures/": 8,
    "/pictures/equipment/": 8,
    "/pictures/equipment/?show=alt": 8,
    "/pictures/equipment/?show=unused&q=box": 8,
}


def count(client: Client, place: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(place).status_code == 200
    return len(queries)


@pytest.mark.parametrize("rows", [5, 200])
def test_no_library_asks_more_than_its_budget(cast: Cast, as_: As, rows: int) -> None:
    many(cast, rows)
    client = as_(cast.reader)
    asked = {place: count(client, place) for place in BUDGET}
    over = {place: n for place, n in asked.items() if n > BUDGET[place]}
    assert not over, f"over budget: {over}"
    assert b"box-4.png" in client.get("/pictures/equipment/?q=box-4.png").content


@pytest.mark.parametrize("rows", [5, 200])
def test_nor_does_one_picture_on_many_pages(cast: Cast, as_: As, rows: int) -> None:
    found = stored(cast)
    many(cast, rows, attachment=found)
    client = as_(cast.reader)
    assert count(client, address(found, cast.equipment)) <= 9
    new = stored(cast, by=cast.reader, content=picture(9))
    assert count(client, f"{address(found, cast.equipment)}replaced/{new.key}/") <= 7
