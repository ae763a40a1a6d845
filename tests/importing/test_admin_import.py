"""The pages of an import in the administration: who gets there, files, what goes where."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Department, User
from importing import running
from importing.admin import files as file_pages
from importing.models import Choice, Form, Import, ImportChoice, ImportPage, Stage
from tests.cast import Cast

pytestmark = pytest.mark.django_db

LIST = "/admin/importing/import/"
HOSTILE = "<script>alert(1)</script>\u202e"


def archive(**pages: str) -> SimpleUploadedFile:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as zipped:
        for name, text in pages.items():
            zipped.writestr(zipfile.ZipInfo(name.replace("__", "/") + ".md"), text)
    return SimpleUploadedFile("handbook.zip", stream.getvalue(), "application/zip")


def told(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "format": "markdown",
        "name": "The handbook",
        "department": cast.operations.pk,
        "owner": cast.owner.email,
        "kind": "expertise",
        "topic": "company",
        "hosts": "https://Old.example.com/wiki, intranet.example.com",
        **more,
    }


@pytest.fixture
def admin(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.admin)
    return client


@pytest.fixture
def run(cast: Cast) -> Import:
    """Read, with three places: one above another, and one more."""
    run = Import.objects.create(
        format="wordpress",
        name="Intranet",
        source="intranet",
        stage=Stage.READ,
        department=cast.operations,
        owner=cast.owner,
        made_by=cast.admin,
    )
    for rank, (key, parent) in enumerate((("guides", ""), ("laptops", "guides"), ("news", ""))):
        ImportChoice.objects.create(
            run=run,
            key=key,
            name=key.title(),
            parent_key=parent,
            new_parent_key=parent,
            uses=9 - rank,
            rank=rank + 1,
            choice=Choice.NEW,
            new_name=key.title(),
        )
    ImportChoice.objects.create(
        run=run, is_author=True, key="a", name="A. Author", choice=Choice.PLACEHOLDER, uses=3
    )
    return run


@pytest.fixture
def at(run: Import) -> Callable[[str], str]:
    return lambda page: f"{LIST}{run.pk}/{page}/"


def sent(run: Import, then: str = "", *, is_author: bool = False, **said: Any) -> dict[str, Any]:
    """The form as a browser sends it, with `said` in place of what it showed: guides_choice=…"""
    fields: dict[str, Any] = {"then": then, "row": []}
    for one in run.choices.filter(is_author=is_author):
        shown = {
            "choice": one.choice,
            "rank": one.rank,
            "target": "",
            "new": one.new_name,
            "below": one.new_parent_key,
        }
        fields["row"].append(one.pk)
        for name, value in shown.items():
            fields[f"{name}-{one.pk}"] = said.pop(f"{one.key}_{name}", value)
    return {**fields, **said}


def test_nobody_but_admins_gets_there(cast: Cast, run: Import, at: Callable[[str], str]) -> None:
    pages = ["files", "places", "people", "trial", "apply", "report", "progress", "throw", "table"]
    addresses = [LIST, f"{LIST}add/", f"{LIST}{run.pk}/change/", *map(at, pages)]
    addresses += [
        f"{LIST}{run.pk}/mapping.csv",
        f"{LIST}{run.pk}/report.json",
        *map(at, ["begin", "again", "stop", "facts"]),
    ]
    reader, nobody = Client(), Client()
    reader.force_login(cast.owner)
    for address in addresses:
        for send in (reader.get, reader.post):
            response = send(address)
            assert response.status_code == 302, address
            assert reader.get(response["Location"]).status_code == 403
        for send in (nobody.get, nobody.post):
            response = send(address)
            assert response.status_code == 302, address
            assert "/login/?next=" in response["Location"]
    run.refresh_from_db()
    assert run.stage == Stage.READ


def test_an_old_wiki_is_uploaded(cast: Cast, admin: Client) -> None:
    page = admin.get(f"{LIST}add/").content.decode()
    assert "up to 1 GB at a time" in page
    upload = archive(guides__laptop="# Laptop\n\nUnpack it.", index="# Welcome\n\nHello.")
    response = admin.post(f"{LIST}add/", told(cast, files=[upload], more="1"), follow=True)
    run = Import.objects.get()
    assert response.redirect_chain[-1][0] == f"{LIST}{run.pk}/files/"
    assert (run.department, run.owner, run.made_by) == (cast.operations, cast.owner, cast.admin)
    assert run.hosts == ["old.example.com", "intranet.example.com"]
    assert run.files.get().name == "handbook.zip"
    assert "handbook.zip" in response.content.decode()
    # The same once more is refused with a sentence; it goes by its button, twice as once.
    again = archive(guides__laptop="# Laptop\n\nUnpack it.", index="# Welcome\n\nHello.")
    response = admin.post(f"{LIST}{run.pk}/files/", {"files": [again]}, follow=True)
    assert "is there already" in response.content.decode()
    for _ in range(2):
        admin.post(f"{LIST}{run.pk}/files/{run.files.last().pk if run.files.last() else 1}/remove/")
    assert not run.files.exists()
    assert "No file yet" in admin.get(f"{LIST}{run.pk}/files/").content.decode()


def test_what_is_wrong_is_told_beside_what_was_said(cast: Cast, admin: Client) -> None:
    wrong = told(
        cast,
        name=HOSTILE,
        hosts="not a host!",
        owner="somebody unheard of",
        files=[SimpleUploadedFile("virus.exe", b"MZ")],
    )
    response = admin.post(f"{LIST}add/", wrong)
    assert response.status_code == 422
    page = response.content.decode()
    for words in ("Not “exe”", "no address of a wiki", "Nobody here is called", "chosen again"):
        assert words in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert admin.post(f"{LIST}add/", {}).status_code == 422
    assert not Import.objects.exists()


def test_large_files_go_to_a_disk_and_only_there(
    cast: Cast, admin: Client, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    kinds: list[str] = []
    add = running.add_upload
    monkeypatch.setattr(
        file_pages.running,
        "add_upload",
        lambda *a, **k: (kinds.append(type(a[2]).__name__), add(*a, **k))[1],
    )
    admin.post(f"{LIST}add/", told(cast, files=[archive(index="# A\n\nB.")], more="1"))
    assert kinds == ["TemporaryUploadedFile"]
    # As large as it may be at this address alone; nobody's body is read before it is known whose.
    length = str((settings.IMPORT_MAX_MB // 2) * 1024 * 1024)
    large = {"CONTENT_LENGTH": length, "wsgi.input": io.BytesIO()}
    form = "multipart/form-data; boundary=x"
    address = f"{LIST}add/"
    assert client.generic("POST", address, content_type=form, **large).status_code == 302
    assert client.generic("POST", f"{LIST}1/places/", content_type=form, **large).status_code == 413
    large["CONTENT_LENGTH"] = str(2 * settings.IMPORT_MAX_MB * 1024 * 1024)
    assert client.generic("POST", address, content_type=form, **large).status_code == 413
    # The token is asked for all the same.
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.admin)
    assert strict.post(address, told(cast, files=[archive(index="# C\n\nD.")])).status_code == 403


def test_places_are_sorted(
    cast: Cast, admin: Client, run: Import, at: Callable[[str], str]
) -> None:
    page = admin.get(at("places")).content.decode()
    assert "Guides ›</span> Laptops" in page
    assert '<option value="Operations/Equipment">' in page
    said = sent(
        run,
        "people",
        guides_choice="department",
        guides_target="equipment",
        laptops_new="Laptops &  more",
        news_choice="tag",
        news_rank="1",
        guides_rank="2",
    )
    response = admin.post(at("places"), said)
    assert response["Location"] == at("people")
    rows = {one.key: one for one in run.choices.all()}
    assert rows["guides"].department == cast.equipment
    assert (rows["laptops"].new_name, rows["laptops"].new_parent_key) == (
        *("Laptops & more", "guides"),
    )
    assert (rows["news"].choice, rows["news"].rank, rows["guides"].rank) == ("tag", 1, 2)


def test_a_row_that_cannot_stand_keeps_what_was_typed(
    admin: Client, run: Import, at: Callable[[str], str]
) -> None:
    said = sent(
        run,
        guides_choice="department",
        guides_target="Nowhere & nothing",
        laptops_new="Renamed",
        news_rank="first",
    )
    response = admin.post(at("places"), said)
    assert response.status_code == 422
    page = response.content.decode()
    assert "2 rows below need" in page
    assert "There is no department “Nowhere &amp; nothing”" in page
    assert 'value="Renamed"' in page
    assert "The order is a number" in page
    assert not run.choices.filter(new_name="Renamed").exists()
    # What the engine refuses stands beside its row as well.
    response = admin.post(at("places"), sent(run, news_new="guides"))
    assert response.status_code == 422
    assert response.content.decode().count("Two new departments here are called") == 2


def test_a_table_is_taken_away_and_taken_over(
    admin: Client, run: Import, at: Callable[[str], str]
) -> None:
    assert at("table") in admin.get(at("places")).content.decode()
    answer = admin.get(f"{LIST}{run.pk}/mapping.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="mapping-intranet.csv"'
    table = answer.content.decode("utf-8-sig")
    assert "place,news,News,7,new department,News," in table

    def give(text: str) -> Any:
        return admin.post(at("table"), {"table": SimpleUploadedFile("mapping.csv", text.encode())})

    wrong = give(table.replace("place,news,News,7,new department", "place,news,<b>News,7,<i>"))
    assert wrong.status_code == 422
    assert "Line 4: “&lt;i&gt;” is none of: new department" in wrong.content.decode()
    assert admin.post(at("table")).status_code == 422
    done = give(table.replace("place,news,News,7,new department,News", "place,news,News,7,tag,"))
    assert done["Location"] == at("places")
    assert "4 lines taken over." in admin.get(at("places")).content.decode()
    assert run.choices.get(key="news").choice == Choice.TAG
    Import.objects.update(stage=Stage.APPLIED)
    assert "cannot be changed any more" in admin.get(at("table")).content.decode()
    assert "cannot be changed now" in give(table).content.decode()


def test_people_are_found_and_those_who_left_too(
    cast: Cast, admin: Client, run: Import, at: Callable[[str], str]
) -> None:
    left = User.objects.create_user("left@example.com", "Left Long-Ago", is_active=False)
    assert "A. Author" in admin.get(at("people")).content.decode()
    nobody = sent(run, is_author=True, a_choice="person", a_target="Nobody Known")
    response = admin.post(at("people"), nobody)
    assert response.status_code == 422
    assert "Or take the name alone" in response.content.decode()
    said = sent(run, "trial", is_author=True, a_choice="person", a_target="left long-ago")
    assert admin.post(at("people"), said)["Location"] == at("trial")
    assert run.choices.get(is_author=True).person == left


def test_thousands_of_places_stay_usable_and_no_edit_is_lost(
    admin: Client,
    run: Import,
    at: Callable[[str], str],
    django_assert_max_num_queries: Any,
) -> None:
    ImportChoice.objects.bulk_create(
        ImportChoice(
            run=run,
            key=f"c{number}",
            name=f"Category {number}",
            parent_key=f"c{number // 2}",
            rank=number + 10,
            choice=Choice.TAG,
        )
        for number in range(1_200)
    )
    admin.get(at("places"))
    with django_assert_max_num_queries(14):
        page = admin.get(at("places")).content.decode()
    assert "1–50 of 1203" in page
    assert len(page) < 250_000
    # The way to other rows saves these.
    shown = run.choices.filter(is_author=False).order_by("rank")[:50]
    fields: dict[str, Any] = {"row": [one.pk for one in shown], "then": "2", "p": "1"}
    for one in shown:
        fields |= {f"choice-{one.pk}": "leave_out", f"rank-{one.pk}": one.rank}
    with django_assert_max_num_queries(20):
        response = admin.post(at("places"), fields)
    assert response["Location"] == at("places") + "?p=2"
    assert run.choices.filter(choice="leave_out").count() == 50
    assert "of 311<" in admin.get(at("places") + "?q=gory+1").content.decode()
    # All that are shown at once, those on other pages too.
    asked = {"row": [], "then": "all", "all": "new", "q": "Category 1", "only": "tag"}
    response = admin.post(at("places"), asked)
    assert response["Location"] == at("places") + "?q=Category+1&only=tag"
    assert run.choices.filter(choice="new", name__startswith="Category 1").count() == 300
    assert not run.choices.filter(choice="new", name__startswith="Category 2").exists()


def test_facts_may_be_said_anew_until_it_is_applied(
    cast: Cast, admin: Client, run: Import, at: Callable[[str], str]
) -> None:
    run.stage = Stage.CHECKED
    run.save()
    said = told(cast, department=cast.finance.pk, kind="process")
    assert admin.post(at("facts"), said)["Location"] == at("files")
    run.refresh_from_db()
    assert (run.department, run.kind, run.topic, run.stage) == (
        *(cast.finance, "process", "", Stage.READ),
    )
    assert admin.post(at("facts"), {**said, "department": ""}).status_code == 422
    Import.objects.filter(pk=run.pk).update(stage=Stage.APPLIED)
    admin.post(at("facts"), told(cast))
    run.refresh_from_db()
    assert run.department == cast.finance


def test_who_will_answer_is_told_before_anything_comes_in(
    cast: Cast, admin: Client, run: Import, at: Callable[[str], str]
) -> None:
    Department.objects.create(name="Orphaned", slug="orphaned")
    run.choices.filter(key="news").update(
        choice=Choice.DEPARTMENT, department=Department.objects.get(slug="orphaned")
    )
    for number in range(9):
        ImportPage.objects.create(
            run=run,
            position=number,
            key=str(number),
            title=f"Page {number}",
            title_key=str(number),
            digest="x",
            state="new",
            form=Form.DRAFT if number == 8 else Form.PUBLISHED,
            place_key=["laptops", "news", ""][number % 3],
        )
    assert admin.get(at("apply"))["Location"] == at("places"), "it has to be tried first"
    Import.objects.filter(pk=run.pk).update(stage=Stage.CHECKED)
    page = admin.get(at("apply")).content.decode()
    assert "<b>8</b> pages and <b>1</b> draft" in page
    rows = [part.partition("</li>")[0] for part in page.split("<li><span>")[1:]]
    assert str(cast.head) in rows[0]
    assert "5 pages" in rows[0]
    assert str(cast.owner) in rows[1], "where there is no manager"
    response = admin.post(at("apply"))
    assert response.status_code == 422
    assert "make a backup first" in response.content.decode()
    run.refresh_from_db()
    assert run.stage == Stage.CHECKED
