"""An expense claim being filled in, as an animated GIF."""

from pathlib import Path
from typing import NamedTuple

from PIL import Image

from demo.pictures.canvas import Box, Canvas
from demo.pictures.expenses import field
from demo.pictures.palette import (
    DOTS,
    GREEN,
    GREEN_SOFT,
    INK,
    LINE,
    MUTED,
    TEAL,
    TEAL_DARK,
    TEAL_SOFT,
    TEXT,
    WHITE,
)
from demo.pictures.parts import button, tick


class Moment(NamedTuple):
    """One frame: where the cursor is, what is filled in, and how long it stays (ms)."""

    cursor: tuple[float, float]
    amount: str
    category: str = ""
    project: str = ""
    focus: int = -1
    open_menu: bool = False
    pressed: bool = False
    sent: bool = False
    pause: int = 160


def moments() -> list[Moment]:
    """The whole little film, from an empty form to the thank-you."""
    at_amount, at_menu, at_choice = (150.0, 128.0), (420.0, 128.0), (400.0, 208.0)
    at_project, at_submit = (170.0, 206.0), (646.0, 352.0)
    film = [Moment((560, 250), "", pause=500), Moment((330, 180), ""), Moment(at_amount, "")]
    film += [Moment(at_amount, "38.50"[:n], focus=0, pause=120) for n in range(6)]
    film += [Moment((290, 128), "38.50", focus=0), Moment(at_menu, "38.50", focus=1)]
    film += [Moment(at_menu, "38.50", focus=1, open_menu=True, pause=300)]
    film += [Moment(at_choice, "38.50", focus=1, open_menu=True, pause=300)]
    filled = Moment(at_choice, "38.50", "Dinner on a trip")
    film += [filled, filled._replace(cursor=at_project, focus=2)]
    words = "C-0214 Vellomar"
    film += [filled._replace(cursor=at_project, project=words[:n], focus=2) for n in (4, 8, 15)]
    full = filled._replace(project=words)
    film += [full._replace(cursor=(400, 290)), full._replace(cursor=at_submit, pause=300)]
    film += [full._replace(cursor=at_submit, pressed=True, pause=220)]
    film += [full._replace(cursor=at_submit, sent=True, pause=1800)]
    return film


def cursor_arrow(canvas: Canvas, x: float, y: float) -> None:
    shape = [(0, 0), (0, 17), (4, 13.4), (6.6, 19.4), (9.4, 18.2), (6.8, 12.4), (12, 12)]
    grown = [(x + dx * 1.25 - 1.2, y + dy * 1.2 - 2) for dx, dy in shape]
    canvas.polygon(grown, WHITE)
    canvas.polygon([(x + dx, y + dy) for dx, dy in shape], INK)


def claim_frame(moment: Moment) -> Image.Image:
    canvas = Canvas(720, 400, "#c3dbe2")
    frame = Box(16, 14, 688, 370)
    canvas.rect(Box(18, 18, 688, 370), "#a9c6d0", radius=12)
    canvas.rect(frame, WHITE, radius=12)
    canvas.rect(Box(16, 14, 688, 46), "#eaf0f3", radius=12)
    canvas.rect(Box(16, 46, 688, 14), WHITE)
    for index, colour in enumerate(DOTS):
        canvas.circle(36 + index * 17, 31, 5, colour)
    canvas.text(360, 31, "Pebble: new claim", 13, TEXT, bold=True, anchor="mm")
    caret = "|" if moment.focus == 0 else ""
    field(canvas, Box(44, 104, 270, 42), "Amount in EUR", moment.amount + caret, moment.focus == 0)
    category = moment.category or "Choose"
    field(canvas, Box(334, 104, 342, 42), "Category", category, moment.focus == 1, menu=True)
    caret = "|" if moment.focus == 2 else ""
    field(canvas, Box(44, 184, 270, 42), "Project", moment.project + caret, moment.focus == 2)
    field(canvas, Box(334, 184, 342, 42), "Receipt", "IMG_2214.jpg")
    tick(canvas, 654, 205, GREEN, 6)
    if moment.category:
        canvas.rect(Box(44, 250, 632, 42), GREEN_SOFT, radius=8)
        tick(canvas, 64, 271, GREEN, 6)
        canvas.text(82, 271, "Within the limit of EUR 42.00 for dinner", 13.5, GREEN, bold=True)
    claim_footer(canvas, moment)
    if moment.open_menu:
        category_menu(canvas, moment.cursor[1] > 160)
    cursor_arrow(canvas, *moment.cursor)
    return canvas.finished()


def claim_footer(canvas: Canvas, moment: Moment) -> None:
    canvas.line([(16, 308), (704, 308)], LINE)
    if moment.sent:
        canvas.rect(Box(44, 322, 632, 44), GREEN, radius=9)
        tick(canvas, 68, 344, WHITE, 6)
        words = "Submitted to Matteo Ferrante. Paid on Thursday."
        canvas.text(88, 344, words, 14.5, WHITE, bold=True)
        return
    canvas.text(44, 342, "Goes to Matteo Ferrante", 13, MUTED)
    button(canvas, Box(440, 323, 110, 40), "Save draft")
    colour = TEAL_DARK if moment.pressed else TEAL
    button(canvas, Box(562, 323, 114, 40), "Submit", primary=True, colour=colour)


def category_menu(canvas: Canvas, chosen: bool) -> None:
    canvas.rect(Box(336, 152, 342, 118), "#c9d5dc", radius=8)
    canvas.rect(Box(334, 149, 342, 118), WHITE, "#cdd7de", radius=8)
    for index, name in enumerate(("Lunch on a trip", "Dinner on a trip", "Taxi")):
        y = 169 + index * 38
        if index == 1 and chosen:
            canvas.rect(Box(340, y - 16, 330, 34), TEAL_SOFT, radius=6)
        canvas.text(352, y, name, 14, INK)


def save_claim_film(path: Path) -> None:
    """Save the film with one palette for all frames, which keeps it small and steady."""
    film = moments()
    frames = [claim_frame(moment) for moment in film]
    sheet = Image.new("RGB", (720, 1260))
    for row, index in enumerate((0, 12, len(frames) - 1)):
        sheet.paste(frames[index], (0, row * 400))
    for index, colour in enumerate(DOTS):
        sheet.paste(colour, (index * 240, 1200, index * 240 + 240, 1260))
    palette = sheet.quantize(96, method=Image.Quantize.MEDIANCUT)
    flat = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
    flat[0].save(
        path,
        save_all=True,
        append_images=flat[1:],
        duration=[moment.pause for moment in film],
        loop=0,
        optimize=True,
    )
