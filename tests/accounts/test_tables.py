"""Tables of people and of departments: looked at, then applied, from any spreadsheet."""

from __future__ import annotations

import io
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts import by_hand, tables
from accounts.models import AuditEntry, Department, DepartmentAddress, TableImport, User
from accounts.tables import State, Unreadable, decode
from accounts.tables.departments import OPENS
from accounts.tables.reading import read

pytestmark = pytest.mark.django_db

PEOPLE, DEPARTMENTS = "people", "departments"
PAGE = "/admin/accounts/tableimport/"


@pytest.fixture
def tree() -> dict[str, Department]:
    operations = Department.objects.create(name="Operations", slug="operations")
    equipment = Department.objects.create(name="Equipment", slug="equipment", parent=operations)
    return {"operations": operations, "equipment": equipment}


def looked(kind: str, text: str, by: User | None = None) -> dict[int, Any]:
    plan = tables.look(TableImport(kind=kind, text=text), by)
    return {row.line: row for row in plan.rows}


def applied(kind: str, text: str, by: User | None = None) -> dict[str, int]:
    return tables.apply(tables.keep(kind, "table.csv", text, by), by, seen=None).counts


def why(row: Any) -> str:
    assert row.state == State.REFUSED
    assert not row.changes
    return " ".join(row.said)


def test_any_spreadsheets_file_is_read() -> None:
    text = "E-Mail;Full Name;Title\r\nzoe@example.com;Zoë Müller;Ärztin\r\n"
    for content in (
        text.encode(),
        text.encode("utf-8-sig"),
        text.encode("utf-16"),
        text.encode("utf-16-le"),
        text.encode("utf-16-be"),
        text.encode("cp1252"),
        ("sep=;\r\n" + text).encode(),
        text.replace(";", "\t").encode(),
        text.replace(";", ",").encode(),
    ):
        table = read(decode(content), PEOPLE)
        assert table.columns == ("email", "name", "job_title")
        cells = {"email": "zoe@example.com", "name": "Zoë Müller", "job_title": "Ärztin"}
        assert [line.cells for line in table.lines] == [cells]
    quoted = 'email,name,shoe size\n\n"a@example.com","Two\nlines",42\nb@example.com,B\n'
    table = read(quoted, PEOPLE)
    assert table.unknown == ("shoe size",)
    assert [line.number for line in table.lines] == [3, 5]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 a workbook", "Save the sheet as CSV"),
        (b"email\na\x00b", "This is no text"),
        (b"a" * 5_000_001, "larger than 5 MB"),
        (b"", "one of them must be “email”"),
        (b"name;department\nA;B", "one of them must be “email”"),
        (b"email;mail\na;b", "“email” and “mail” both mean “email”"),
        (b'email;name\na@example.com;"never closed', "From line 2 on it is no table"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read(decode(content), PEOPLE)


def test_people_come_and_change_and_the_second_time_nothing_does(
    admin: User, alice: User, tree: dict[str, Department]
) -> None:
    text = (
        "email;name;job title;department;manager;role;provider;external id\n"
        "alice@example.com;;Buyer;Operations / equipment;;;;\n"
        "New.Person@example.com;New Person;-;Equipment;boss@example.com;Guest;sso;oid-7\n"
        "boss@example.com;The Boss;;operations;;;;\n"
    )
    rows = looked(PEOPLE, text, admin)
    assert [row.state for row in rows.values()] == [State.CHANGED, State.NEW, State.NEW]
    assert [(one.field, one.after) for one in rows[2].changes] == [
        ("Job title", "Buyer"),
        ("Department", "Operations/Equipment"),
    ]
    assert User.objects.count() == 2, "looking changes nothing"
    assert applied(PEOPLE, text, admin) == {"new": 2, "changed": 1, "same": 0, "refused": 0}
    person = User.objects.get(email="new.person@example.com")
    boss = User.objects.get(email="boss@example.com")
    assert (person.name, person.department, person.role) == (
        *("New Person", tree["equipment"], "guest"),
    )
    assert (person.line_manager, person.external_source, person.external_id) == (
        *(boss, "sso", "oid-7"),
    )
    assert not person.has_usable_password()
    alice.refresh_from_db()
    assert (alice.name, alice.job_title, alice.department) == (
        *("Alice Martin", "Buyer", tree["equipment"]),
    )
    kinds = AuditEntry.objects.order_by("pk").values_list("kind", "about__email")
    assert list(kinds) == [
        ("person_added", "new.person@example.com"),
        ("person_added", "boss@example.com"),
        ("person_changed", "alice@example.com"),
        ("table_imported", None),
    ]
    assert applied(PEOPLE, text, admin) == {"new": 0, "changed": 0, "same": 3, "refused": 0}


def test_wrong_lines_are_refused_alone(
    admin: User, alice: User, tree: dict[str, Department]
) -> None:
    User.objects.create_user("left@example.com", "Left", is_active=False)
    gone = User.objects.create_user("former-1@invalid.example", "Former", is_active=False)
    User.objects.filter(pk=gone.pk).update(anonymised_at=timezone.now())
    alice.external_source, alice.external_id = "sso", "oid-1"
    alice.save()
    text = (
        "email,name,department,role,provider,external_id,active,line_manager\n"
        "nobody,A,,,,,,\n"
        "a@example.com,=HYPERLINK(1),,,,,,\n"
        "b@example.com,B,Nowhere,,,,,\n"
        "c@example.com,C,,admin,,,,\n"
        "d@example.com,D,,,okta,,,\n"
        "e@example.com,E,,,sso,oid-1,,\n"
        "alice@example.com,,,,sso,oid-2,,\n"
        "f@example.com,F,,,,,perhaps,\n"
        "g@example.com,G,,,,,,,too many\n"
        "h@example.com,<b>H</b>,,,,,,nobody@example.com\n"
        "H@example.com,Twice,,,,,,\n"
        "left@example.com,Other,,,,,,\n"
        "former-1@invalid.example,Other,,,,,yes,\n"
        "never@example.com,Never,,,,,no,\n"
        f"i@example.com,{'x' * 151},,,,,,\n"
        "j@elsewhere.com,J,,,,,,\n"
    )
    rows = looked(PEOPLE, text, admin)
    for line, said in {
        2: "“nobody” is no e-mail address.",
        3: "looks like a formula",
        4: "There is no department “Nowhere”",
        5: "makes nobody an administrator",
        6: "There is no identity provider “okta”",
        7: "The id belongs to alice@example.com already.",
        8: "by another id",
        9: "“active” is “yes” or “no”",
        10: "more cells than there are headings",
        12: "stands in line 11 already",
        14: "was anonymised",
        16: "more than 150 characters",
    }.items():
        assert said in why(rows[line])
    assert rows[11].state == State.NEW
    assert "nobody with the address nobody@example.com" in rows[11].said[0]
    assert rows[13].state == rows[15].state == State.SAME
    assert "Has left" in rows[13].said[0]
    assert "No identity provider lets addresses of elsewhere.com in" in rows[17].said[0]
    assert applied(PEOPLE, text, admin)["new"] == 2
    assert set(User.objects.filter(email__endswith="e.com").values_list("name", flat=True)) == {
        *("Alice Martin", admin.name, "Left", "J", "<b>H</b>"),
    }


def test_leavers_leave_by_the_verb_and_an_admin_stays(
    admin: User, alice: User, client: Client
) -> None:
    client.force_login(alice)
    text = f"email;active\nalice@example.com;no\n{admin.email};no\n"
    rows = looked(PEOPLE, text)
    assert "Nobody would be an administrator any more" in why(rows[3])
    assert "Somebody else has to take this" in why(looked(PEOPLE, text, admin)[3])
    assert applied(PEOPLE, text)["changed"] == 1
    alice.refresh_from_db()
    admin.refresh_from_db()
    assert (alice.is_active, admin.is_active) == (False, True)
    assert client.get("/").status_code == 302, "signed out at once"
    assert AuditEntry.objects.filter(kind="person_deactivated", about=alice).count() == 1
    assert applied(PEOPLE, "mail;enabled\nalice@example.com;ja\n")["changed"] == 1
    assert AuditEntry.objects.filter(kind="person_reactivated", about=alice).count() == 1


def test_what_an_admin_set_by_hand_stays(admin: User, alice: User) -> None:
    by_hand.keep(alice, ["job_title", "role"])
    text = "email;job title;role;name\nalice@example.com;Clerk;guest;Alicia Martin\n"
    row = looked(PEOPLE, text, admin)[2]
    assert row.fields == ["name"]
    assert row.said == [
        "Job title stays as an administrator set it.",
        "Role stays as an administrator set it.",
    ]
    applied(PEOPLE, text, admin)
    alice.refresh_from_db()
    assert (alice.name, alice.job_title, alice.role) == ("Alicia Martin", "", "author")


def test_a_tree_comes_in_any_order(admin: User, alice: User, tree: dict[str, Department]) -> None:
    DepartmentAddress.objects.create(slug="sales", department=tree["operations"])
    text = (
        "path;slug;manager;visibility;description;four eyes;review interval (months);order\n"
        "Company > Sales > Inside;;;;;;;\n"
        "Company/Sales;;alice@example.com;members;=Sells;yes;6;2\n"
        "Company;;;;;;;\n"
        "Operations/Equipment;gear;-;;;;;\n"
    )
    rows = looked(DEPARTMENTS, text, admin)
    assert [row.state.value for row in rows.values()] == ["new", "new", "new", "changed"]
    applied(DEPARTMENTS, text, admin)
    inside = Department.objects.get(name="Inside")
    sales = inside.parent
    assert sales
    assert (sales.name, sales.parent.name, sales.slug) == ("Sales", "Company", "sales-2")
    assert (sales.manager, sales.visibility, sales.four_eyes) == (alice, "members", True)
    assert (sales.review_months, sales.position, sales.description) == (6, 2, "=Sells")
    tree["equipment"].refresh_from_db()
    assert tree["equipment"].slug == "gear"
    assert DepartmentAddress.objects.get(slug="equipment").department == tree["equipment"]
    assert AuditEntry.objects.filter(kind="manager_changed", about=alice).count() == 1
    again = applied(DEPARTMENTS, text, admin)
    assert again == {"new": 0, "changed": 0, "same": 4, "refused": 0}


def test_no_table_moves_departments_or_takes_addresses(
    admin: User, tree: dict[str, Department]
) -> None:
    User.objects.create_user("left@example.com", "Left", is_active=False)
    DepartmentAddress.objects.create(slug="old", department=tree["operations"])
    deep = "/".join(["Operations", *(f"D{number}" for number in range(20))])
    text = (
        "path,slug,manager\n"
        "Equipment,equipment,\n"
        "Nowhere/Team,,\n"
        "Team,admin,\n"
        "Team,operations/x,\n"
        "Team,old,\n"
        "Team,,left@example.com\n"
        "Operations,,\n"
        "operations,,\n"
        f"{deep},,\n"
    )
    rows = looked(DEPARTMENTS, text, admin)
    for line, said in {
        2: "A table moves no departments",
        3: "no department “Nowhere”, neither here nor in this table",
        4: "an address of the site itself",
        5: "is no address",
        6: "an old address of another department",
        7: "nobody active with the address left@example.com",
        9: "stands in line 8 already",
        10: "There is no department",
    }.items():
        assert said in why(rows[line])
    tree["equipment"].visibility = "members"
    tree["equipment"].save()
    opened = looked(DEPARTMENTS, "name,slug,visibility\nEquipment,equipment,company\n", admin)[2]
    assert opened.said == [OPENS]
    chain = "name,parent\n" + "".join(
        f"L{number},{f'L{number - 1}' if number else ''}\n" for number in range(21)
    )
    assert "at most 20 deep" in why(looked(DEPARTMENTS, chain)[22])


def test_an_admin_uploads_looks_and_applies(
    client: Client, admin: User, alice: User, tree: dict[str, Department]
) -> None:
    client.force_login(admin)
    assert b"What may stand in it" in client.get(f"{PAGE}add/").content

    def upload(content: bytes, kind: str = PEOPLE) -> Any:
        file = SimpleUploadedFile("staff <i>.csv", content)
        return client.post(f"{PAGE}add/", {"kind": kind, "file": file})

    refused = upload(b"PK\x03\x04")
    assert b"Save the sheet as CSV" in refused.content
    assert not TableImport.objects.exists()
    answer = upload(
        b"email;name;shoes\nnew@example.com;<script>alert(1)</script>;4\nalice@example.com;=1+1;\n"
    )
    table = TableImport.objects.get()
    assert answer.url == f"{PAGE}{table.pk}/change/"
    page = client.get(answer.url)
    assert b"<script>alert" not in page.content
    assert "“shoes”" in page.content.decode()
    assert "Apply 1 line, without the 1 refused" in page.content.decode()
    only = client.get(f"{answer.url}?only=refused").content.decode()
    assert "alice@example.com" in only
    assert "new@example.com" not in only
    seen = page.context["plan"].digest
    User.objects.create_user("new@example.com", "Came meanwhile")
    stale = client.post(answer.url, {"seen": seen}, follow=True)
    assert b"Something changed here meanwhile" in stale.content
    assert User.objects.get(email="new@example.com").name == "Came meanwhile"
    seen = client.get(answer.url).context["plan"].digest
    assert (
        b"Applied: 0 new, 1 changed" in client.post(answer.url, {"seen": seen}, follow=True).content
    )
    twice = client.post(answer.url, {"seen": seen}, follow=True)
    assert b"It was applied already." in twice.content
    table.refresh_from_db()
    assert (table.text, table.report["refused_lines"]) == ("", [3])
    assert client.get(PAGE).status_code == 200
    assert client.get(f"{PAGE}{10**30}/change/").status_code == 404
    client.force_login(alice)
    for path in (PAGE, f"{PAGE}add/", answer.url):
        assert client.get(path, follow=True).status_code == 403


def test_the_commands_only_say_it_until_they_are_told_to_apply(tmp_path: Path, alice: User) -> None:
    file = tmp_path / "people.csv"
    file.write_text("email;name;department\nbo@example.com;Bo;Sales\ncy@example.com;Cy;Nowhere\n")
    tree = tmp_path / "departments.csv"
    tree.write_text("path\nSales\n")

    def run(name: str, *arguments: object) -> str:
        out = io.StringIO()
        call_command(name, *map(str, arguments), stdout=out)
        return out.getvalue()

    assert "+ line 2  Sales" in run("import_departments", tree)
    assert not Department.objects.exists()
    assert "Applied." in run("import_departments", tree, "--apply")
    with pytest.raises(CommandError, match="1 refused"):
        run("import_people", file, "--apply")
    assert not User.objects.filter(email="bo@example.com").exists()
    assert "Nothing was changed" in run("import_people", file, "--skip-refused")
    assert "Applied." in run("import_people", file, "--apply", "--skip-refused")
    assert User.objects.get(email="bo@example.com").department.name == "Sales"
    assert "2 refused" not in run("import_people", file, "--skip-refused")
    with pytest.raises(CommandError, match="cannot be read"):
        run("import_people", tmp_path / "none.csv")
    with pytest.raises(CommandError, match="must be “email”"):
        run("import_people", tree)


def test_tables_that_nobody_applies_are_forgotten(admin: User) -> None:
    table = tables.keep(PEOPLE, "staff.csv", "email\na@example.com", admin)
    assert tables.forget_old() == 0
    TableImport.objects.filter(pk=table.pk).update(made_at=timezone.now() - tables.KEPT * 2)
    assert tables.forget_old() == 1


def test_a_long_table_takes_as_many_questions_as_a_short_one(
    admin: User, tree: dict[str, Department], django_assert_max_num_queries: Any
) -> None:
    def people(count: int, title: str) -> str:
        lines = (f"p{n}@example.com;P {n};{title};equipment;p0@example.com" for n in range(count))
        return "email;name;job_title;department;line_manager\n" + "\n".join(lines)

    table = TableImport(kind=PEOPLE, text=people(600, "Buyer"))
    with django_assert_max_num_queries(3):
        tables.look(table, admin)
    # SQLite takes a thousand values at a time, so some statements come in several pieces.
    with django_assert_max_num_queries(50):
        assert applied(PEOPLE, people(600, "Buyer"), admin)["new"] == 600
    with django_assert_max_num_queries(50):
        assert applied(PEOPLE, people(600, "Seller"), admin)["changed"] == 600
    with django_assert_max_num_queries(12):
        assert applied(PEOPLE, people(600, "Seller"), admin)["same"] == 600


@pytest.mark.long
def test_ten_thousand_people(admin: User, tree: dict[str, Department]) -> None:
    lines = "\n".join(f"p{n}@example.com;P {n};equipment" for n in range(10_000))
    begun = time.monotonic()
    assert applied(PEOPLE, f"email;name;department\n{lines}", admin)["new"] == 10_000
    renamed = lines.replace(";P ", ";Person ")
    assert applied(PEOPLE, f"email;name;department\n{renamed}", admin)["changed"] == 10_000
    assert time.monotonic() - begun < 60
