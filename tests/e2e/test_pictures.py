"""Pictures in a browser: uploaded while writing, approved, enlarged, stopped, replaced."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from processes import attachments
from processes.models import Article, Attachment, Proposal
from tests.cast import Cast, gather
from tests.e2e.waiting import until

SignIn = Callable[[Page, Any], None]
Axe = Callable[[Page], None]
LooksFine = Callable[[Page, str], None]

ADDRESS = "/equipment/set-up-a-laptop/"
PHONE = {"width": 390, "height": 844}
WIDE = 1600, 1000


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cast = gather()
    cast.article("Set up a laptop", "Unpack it.\n\nSwitch it on.")
    return cast


def as_(page: Page, sign_in: SignIn, person: object, address: str) -> None:
    page.context.clear_cookies()
    sign_in(page, person)
    page.goto(address)


def source(image: Locator) -> str:
    return str(image.evaluate("image => image.currentSrc"))


def png(shade: str = "teal", size: tuple[int, int] = WIDE) -> bytes:
    stream = BytesIO()
    Image.new("RGB", size, shade).save(stream, "PNG")
    return stream.getvalue()


def gif() -> bytes:
    stream = BytesIO()
    frames = [Image.new("RGB", (900, 500), (90, 40 * n, 90)) for n in range(4)]
    frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:], duration=100, loop=0)
    return stream.getvalue()


def file(name: str, content: bytes, kind: str = "application/octet-stream") -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": content}


def with_pictures(cast: Cast) -> tuple[Attachment, Attachment]:
    """The page, with a wide picture and one that moves."""
    author = cast.fresh(cast.author)
    wide = attachments.store(png(), "desk.png", author, department=cast.equipment)
    film = attachments.store(gif(), "film.gif", author, department=cast.equipment)
    body = (
        f"![The desk]({attachments.address_of(wide)})\n\n"
        f"![The film]({attachments.address_of(film)})\n\n"
        f"[![Linked]({attachments.address_of(wide)})](/equipment/)"
    )
    article = Article.objects.get(slug="set-up-a-laptop")
    cast.approve(cast.pending(article, body))
    return wide, film


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Picture")


def describe(page: Page, words: str) -> None:
    dialog(page).get_by_label("What does the picture show?").fill(words)
    dialog(page).get_by_role("button", name="Insert into the text").click()


def inserted(page: Page) -> Locator:
    return page.get_by_text("In the text now.").locator("visible=true")


def secret() -> bytes:
    """A screenshot with something green in it that nobody else shall see."""
    image = Image.new("RGB", (800, 500), "white")
    image.paste("lime", (300, 180, 420, 220))
    stream = BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def colours(kept: Attachment) -> set[tuple[int, ...]]:
    with kept.file.open("rb") as stored, Image.open(stored) as image:
        return {pixel for _, pixel in image.convert("RGB").getcolors(image.width * image.height)}


def test_a_picture_from_the_authors_disk_to_the_reader(
    page: Page, sign_in: SignIn, cast: Cast
) -> None:
    as_(page, sign_in, cast.author, ADDRESS + "propose/")
    text = page.get_by_label("Text", exact=True)
    page.get_by_label("Add a picture or file").set_input_files(
        [file("desk.png", png(), "image/png"), file("film.gif", gif(), "image/gif")]
    )
    describe(page, "The [new] desk")
    expect(dialog(page).get_by_text("film.gif")).to_be_visible()
    expect(dialog(page).get_by_role("radio", name="Crop")).to_be_hidden()
    describe(page, "Plugging in the dock")
    expect(inserted(page)).to_have_count(2)
    desk, film = (Attachment.objects.get(name=name) for name in ("desk.png", "film.gif"))
    assert text.input_value().endswith(
        f"Switch it on.\n\n![The \\[new\\] desk]({attachments.address_of(desk)})"
        f"\n\n![Plugging in the dock]({attachments.address_of(film)})"
    )
    assert desk.department == cast.equipment
    assert (desk.width, film.frames) == (WIDE[0], 4)
    page.get_by_label("What changed and why").fill("Shows it")
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_text("Submitted.")).to_be_visible()

    proposal = Proposal.objects.pending().get(author=cast.author)
    as_(page, sign_in, cast.owner, proposal.get_absolute_url())
    page.get_by_role("button", name="Approve").locator("visible=true").first.click()
    expect(page.get_by_text("Version 2 is live")).to_be_visible()

    as_(page, sign_in, cast.outsider, ADDRESS)
    shown = page.locator(f'.prose img[src="{attachments.address_of(desk)}"]')
    expect(shown).to_have_attribute("width", "1600")
    expect(shown).to_have_attribute("height", "1000")
    expect(shown).to_have_attribute("loading", "lazy")
    for width in (480, 960):
        assert f"{width}w" in str(shown.get_attribute("srcset"))
    expect(shown).to_have_attribute("alt", "The [new] desk")
    until(page, lambda: shown.evaluate("image => image.complete && image.naturalWidth > 0"))


def test_what_is_blurred_never_leaves_the_browser(
    page: Page, sign_in: SignIn, cast: Cast, axe: Axe
) -> None:
    as_(page, sign_in, cast.author, ADDRESS + "propose/")
    sent: list[bytes] = []
    page.on("request", lambda request: sent.append(request.post_data_buffer or b""))
    chooser = page.get_by_label("Add a picture or file")
    chooser.set_input_files([file("claim.png", secret(), "image/png")])
    axe(page)
    area = dialog(page).locator("canvas").bounding_box()
    assert area is not None
    scale = area["width"] / 800
    page.mouse.move(area["x"] + 280 * scale, area["y"] + 170 * scale)
    page.mouse.down()
    page.mouse.move(area["x"] + 440 * scale, area["y"] + 230 * scale, steps=4)
    page.mouse.up()
    dialog(page).get_by_text("Arrow", exact=True).click()
    page.mouse.move(area["x"] + 600 * scale, area["y"] + 400 * scale)
    page.mouse.down()
    page.mouse.move(area["x"] + 460 * scale, area["y"] + 240 * scale, steps=4)
    page.mouse.up()
    page.keyboard.press("Tab")
    describe(page, "The claim")
    expect(inserted(page)).to_be_visible()
    kept = Attachment.objects.get()
    assert (kept.width, kept.height) == (800, 500)
    shown = colours(kept)
    assert (255, 255, 255) in shown
    assert (209, 36, 47) in shown
    assert (0, 255, 0) not in shown
    # Not even its mean is left: a few shades of grey, and the arrow with its soft edges.
    assert not any(g > r or g > b + 3 for r, g, b in shown)
    assert not any(secret()[40:200] in body for body in sent)


def test_a_picture_is_blurred_and_cropped_with_the_keyboard_alone(
    page: Page, sign_in: SignIn, cast: Cast
) -> None:
    as_(page, sign_in, cast.author, ADDRESS + "propose/")
    chooser = page.get_by_label("Add a picture or file")
    chooser.set_input_files([file("claim.png", secret(), "image/png")])
    here = dialog(page)
    here.get_by_role("radio", name="Blur").focus()
    page.keyboard.press("ArrowRight")
    expect(here.get_by_role("radio", name="Crop")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # 160 × 100 pixels at 320, 200
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    expect(here.get_by_role("status")).to_have_text("crop: 168 × 100 pixels at 320, 205")
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(here.get_by_role("alert")).to_contain_text("Say in a few words")
    page.keyboard.type("Nothing much")
    page.keyboard.press("Enter")
    expect(inserted(page)).to_be_visible()
    kept = Attachment.objects.get()
    assert (kept.width, kept.height) == (160, 100)


def test_what_was_inserted_can_be_undone_and_what_was_left_out_comes_back(
    page: Page, sign_in: SignIn, cast: Cast
) -> None:
    as_(page, sign_in, cast.author, ADDRESS + "propose/")
    text = page.get_by_label("Text", exact=True)
    text.press("Control+Home")
    text.press_sequentially("First. ")
    before = text.input_value()
    chooser = page.get_by_label("Add a picture or file")
    chooser.set_input_files([file("rates.csv", b"night,price\n1,80\n")])
    expect(inserted(page)).to_be_visible()
    assert text.input_value().startswith("First. [rates.csv](/attachments/")
    text.press("Control+z")
    expect(text).to_have_value(before)
    chooser.set_input_files([file("line.png", png("red"), "image/png")])
    expect(dialog(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Not in the text.").locator("visible=true")).to_be_visible()
    assert Attachment.objects.filter(name="line.png").count() == 0
    page.get_by_role("button", name="Open it again").click()
    dialog(page).get_by_label("It only decorates").check()
    dialog(page).get_by_role("button", name="Insert into the text").click()
    expect(inserted(page)).to_have_count(2)
    line = attachments.address_of(Attachment.objects.get(name="line.png"))
    assert f'![]({line} "decorative")' in text.input_value()


def test_a_refused_file_says_why_and_stops_no_other(
    page: Page, sign_in: SignIn, cast: Cast, axe: Axe
) -> None:
    as_(page, sign_in, cast.author, ADDRESS + "propose/")
    page.get_by_label("Add a picture or file").set_input_files(
        [file("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), file("a.txt", b"Notes")]
    )
    first, second = page.locator(".upload-row").nth(0), page.locator(".upload-row").nth(1)
    expect(first.get_by_role("alert")).to_contain_text("Export it as PNG")
    expect(second.get_by_text("In the text now.")).to_be_visible()
    axe(page)
    expect(first.get_by_role("button", name="Try again")).to_have_count(0)
    first.get_by_role("button", name="Remove").click()
    expect(page.locator(".upload-row")).to_have_count(1)


def test_an_upload_can_be_given_up_and_leaving_meanwhile_asks_first(
    page: Page, sign_in: SignIn, cast: Cast
) -> None:
    as_(page, sign_in, cast.author, ADDRESS + "propose/")
    held: list[Any] = []
    page.route("**/attachments/", lambda route: held.append(route))
    page.get_by_label("Add a picture or file").set_input_files(
        [file("list.txt", b"One"), file("a.txt", b"Notes")]
    )
    expect(page.get_by_text("Waits for the one before.").locator("visible=true")).to_have_count(1)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator(".breadcrumbs").get_by_role("link", name="Home").click()
    until(page, lambda: asked == ["beforeunload"])
    page.get_by_role("button", name="Save draft").click()
    assert page.url.endswith("/propose/")
    page.get_by_role("button", name="Cancel").locator("visible=true").click()
    until(page, lambda: len(held) == 2)
    held[1].continue_()
    expect(inserted(page)).to_be_visible()
    expect(page.locator(".upload-row")).to_have_count(1)
    assert not Attachment.objects.filter(name="list.txt").exists()
    page.unroute_all(behavior="ignoreErrors")


def test_a_picture_is_enlarged_by_keyboard(
    page: Page, sign_in: SignIn, cast: Cast, axe: Axe
) -> None:
    wide, _film = with_pictures(cast)
    as_(page, sign_in, cast.reader, ADDRESS)
    opener = page.get_by_role("button", name="Enlarge: The desk")
    height = page.evaluate("document.documentElement.scrollHeight")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="The desk")
    expect(dialog).to_be_visible()
    picture = dialog.locator("img")
    expect(picture).to_have_attribute(
        "src", page.url.split("/equipment")[0] + attachments.address_of(wide)
    )
    expect(dialog.get_by_text("1 of 2")).to_be_visible()
    axe(page)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("dialog", name="The film")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    dialog.get_by_role("button", name="Full size").click()
    until(page, lambda: picture.evaluate("image => image.clientWidth") == WIDE[0])
    page.keyboard.press("ArrowRight")
    until(page, lambda: page.locator(".viewer-stage").evaluate("stage => stage.scrollLeft") > 0)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
    assert page.evaluate("document.documentElement.scrollHeight") == height
    # A picture in a link goes where the link goes.
    page.get_by_role("link", name="Linked").click()
    page.wait_for_url("**/equipment/")


def test_a_moving_picture_can_be_stopped(page: Page, sign_in: SignIn, cast: Cast) -> None:
    _wide, film = with_pictures(cast)
    as_(page, sign_in, cast.reader, ADDRESS)
    button = page.get_by_role("button", name="Pause the moving picture: The film")
    box = button.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    image = page.locator("img.moving")
    until(page, lambda: source(image).endswith(attachments.address_of(film)))
    button.press("Enter")
    until(page, lambda: "/still/" in source(image))
    page.get_by_role("button", name="Play the moving picture").press("Enter")
    until(page, lambda: "/still/" not in source(image))


def test_who_prefers_less_motion_sees_it_still(page: Page, sign_in: SignIn, cast: Cast) -> None:
    with_pictures(cast)
    page.emulate_media(reduced_motion="reduce")
    as_(page, sign_in, cast.reader, ADDRESS)
    image = page.locator("img.moving")
    image.scroll_into_view_if_needed()
    until(page, lambda: "/still/" in source(image))
    size = image.bounding_box()
    page.get_by_role("button", name="Play the moving picture").click()
    until(page, lambda: "/still/" not in source(image))
    assert image.bounding_box() == size


def test_a_restricted_picture_is_not_there_for_other_departments(
    page: Page, sign_in: SignIn, cast: Cast, problems: list[str]
) -> None:
    secret = attachments.store(png(), "plan.png", cast.fresh(cast.insider), department=cast.board)
    body = f"![The plan]({attachments.address_of(secret)})"
    cast.article("Minutes", body, department=cast.board, author=cast.insider)
    addresses = [
        attachments.address_of(secret),
        f"/attachments/{secret.key}/480/{secret.name}",
        f"/pictures/board/{secret.key}/",
        f"/pictures/equipment/{secret.key}/",
        "/pictures/board/",
    ]
    as_(page, sign_in, cast.reader, "/pictures/")
    expect(page.get_by_role("main").get_by_role("link", name="Board")).to_have_count(0)
    for address in addresses:
        answer = page.request.get(address)
        assert answer.status == 404, address
    as_(page, sign_in, cast.insider, "/pictures/board/")
    expect(page.get_by_role("link", name="plan.png")).to_be_visible()
    assert page.request.get(addresses[0]).status == 200


def test_a_picture_is_replaced_on_its_pages(page: Page, sign_in: SignIn, cast: Cast) -> None:
    wide, _film = with_pictures(cast)
    as_(page, sign_in, cast.reader, "/equipment/")
    page.get_by_role("main").get_by_role("button", name="More").click()
    page.get_by_role("main").get_by_role("link", name="Pictures and files").click()
    page.get_by_role("link", name="desk.png").click()
    expect(page.get_by_role("main")).to_contain_text("“The desk”")
    page.get_by_label("The new file").set_input_files([file("new-desk.png", png("navy"))])
    page.get_by_label("Submit the draft for approval at once").check()
    page.get_by_role("button", name="Make the draft").click()
    expect(page.get_by_text("Waiting for approval")).to_be_visible()
    proposal = Proposal.objects.get(author=cast.reader)
    new = Attachment.objects.get(name="new-desk.png")
    assert str(wide.key) not in proposal.body
    assert proposal.body.count(attachments.address_of(new)) == 2


def places(cast: Cast) -> list[str]:
    wide, film = with_pictures(cast)
    mine = cast.fresh(cast.reader)
    new = attachments.store(png("navy"), "new.png", mine, department=cast.equipment)
    mute = attachments.store(png("red", (300, 90)), f"{'long-name-' * 9}.png", mine)
    cast.article("Mute", f"![]({attachments.address_of(mute)})", author=cast.reader)
    here = f"/pictures/equipment/{wide.key}/"
    return [
        "/pictures/",
        "/pictures/equipment/",
        "/pictures/equipment/?show=alt",
        "/pictures/equipment/?show=unused",
        "/pictures/finance/",
        here,
        f"/pictures/equipment/{film.key}/",
        f"/pictures/equipment/{mute.key}/",
        f"{here}replaced/{new.key}/",
        ADDRESS,
        ADDRESS + "propose/",
    ]


@pytest.mark.long
def test_no_page_of_the_library_has_barriers_or_overflows(
    page: Page, sign_in: SignIn, looks_fine: LooksFine, cast: Cast
) -> None:
    addresses = places(cast)
    as_(page, sign_in, cast.reader, "/")
    for address in addresses:
        looks_fine(page, address)


def test_pictures_are_there_and_replaced_without_javascript(
    page: Page, sign_in: SignIn, cast: Cast, site: str
) -> None:
    wide, _film = with_pictures(cast)
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(base_url=site, java_script_enabled=False)
    plain = context.new_page()
    as_(plain, sign_in, cast.reader, ADDRESS)
    expect(plain.get_by_role("img", name="The desk")).to_be_visible()
    plain.goto(ADDRESS + "propose/")
    expect(plain.get_by_role("link", name="Add one")).to_be_visible()
    expect(plain.get_by_label("Add a picture or file")).to_be_hidden()
    plain.goto(f"/pictures/equipment/{wide.key}/")
    plain.get_by_label("The new file").set_input_files([file("new-desk.png", png("navy"))])
    plain.get_by_role("button", name="Make the draft").click()
    expect(plain.get_by_text("1 draft with the new one")).to_be_visible()
    context.close()
