"""People come from a table, two departments become one, and old addresses go on leading."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from accounts.models import Department, User
from tests.cast import gather

TABLE = """email;name;department
new@example.com;Núria "N" Pujol;Equipment
reader@example.com;<b>Reader</b>;Finance
nobody;Nobody;Finance
""".replace('"N"', "<i>N</i>")


def test_a_table_a_merger_and_an_old_address(
    page: Page, sign_in: Callable[[Page, User], None], looks_fine: Callable[[Page, str], None]
) -> None:
    cast = gather()
    cast.article("Laptops", "Old text.", department=cast.equipment)
    cast.article("Laptops", "Another.", department=cast.finance, owner=cast.treasurer)
    sign_in(page, cast.admin)

    page.goto("/admin/accounts/tableimport/add/")
    page.get_by_label("Table:").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    )
    page.get_by_role("button", name="See what it would do").click()
    expect(page.get_by_role("row")).to_have_count(4)
    expect(page.get_by_role("row", name="nobody")).to_contain_text("is no e-mail address")
    assert not User.objects.filter(email="new@example.com").exists()
    looks_fine(page, page.url)
    page.get_by_role("button", name="Apply 2 lines, without the 1 refused").click()
    expect(page.locator(".message-success")).to_contain_text("1 new, 1 changed")
    added = User.objects.get(email="new@example.com")
    assert (added.department, added.name) == (cast.equipment, "Núria <i>N</i> Pujol")

    # On a phone, to the end: closed before, so what opens has to be ticked.
    Department.objects.filter(pk=cast.equipment.pk).update(visibility="members")
    merging = f"/admin/accounts/department/{cast.equipment.pk}/merge/"
    page.goto(merging)
    page.get_by_label("It becomes part of:").select_option("Finance")
    page.get_by_role("button", name="See what will happen").click()
    expect(page.get_by_text("laptops → laptops-2")).to_be_visible()
    looks_fine(page, page.url)
    merge = page.get_by_role("button", name="Merge Equipment into Finance")
    merge.click()
    expect(page.get_by_text("tick that they may")).to_be_visible()
    page.get_by_label("These people may read it from now on").check()
    merge.click()
    expect(page.locator(".message-success")).to_contain_text("Equipment is part of Finance now.")
    page.goto("/equipment/laptops/")
    expect(page).to_have_url(f"{page.url.split('/finance')[0]}/finance/laptops-2/")
    expect(page.get_by_text("Old text.")).to_be_visible()
    looks_fine(page, "/finance/laptops-2/access/")
