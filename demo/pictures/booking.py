"""The booking calendar."""

from typing import NamedTuple

from PIL import Image

from demo.pictures.canvas import Box, Canvas
from demo.pictures.palette import (
    AMBER,
    BLUE,
    GREEN,
    INK,
    LINE,
    MUTED,
    RED,
    SOFT,
    TEAL,
    TEAL_DARK,
    TEAL_SOFT,
    TEXT,
    VIOLET,
    WHITE,
)
from demo.pictures.parts import button, heading, sidebar, window


class Slot(NamedTuple):
    lane: int
    lanes: int
    start: float
    hours: float
    title: str
    note: str
    colour: str


SLOTS = (
    Slot(0, 2, 7, 2, "Early swimmers", "18 of 40", BLUE),
    Slot(2, 3, 8, 2, "École des Tilleuls", "2 classes, 46 children", AMBER),
    Slot(5, 1, 7, 3, "Lifeguards", "Training", MUTED),
    Slot(0, 1, 9, 3, "Learn to swim", "12 of 12, 3 waiting", GREEN),
    Slot(1, 1, 9, 2, "Aqua fit", "9 of 14", GREEN),
    Slot(2, 2, 10, 2, "Dolphins Club", "Youth, 22 swimmers", VIOLET),
    Slot(4, 2, 10, 3, "Public swimming", "31 of 60", BLUE),
    Slot(1, 3, 12, 2, "Free family hour", "54 of 90", TEAL),
    Slot(0, 1, 12, 1, "Lane repair", "Rope", RED),
    Slot(0, 1, 13, 2, "Seniors", "16 of 18", GREEN),
    Slot(4, 2, 13, 2, "École Jules-Blanc", "24 children", AMBER),
    Slot(1, 3, 14, 1, "Public swimming", "12 of 90", BLUE),
)


def slot_block(canvas: Canvas, slot: Slot) -> None:
    box = Box(
        302 + slot.lane * 141 + 3,
        212 + (slot.start - 7) * 51 + 2,
        slot.lanes * 141 - 6,
        slot.hours * 51 - 4,
    )
    canvas.rect(box, SOFT[slot.colour], radius=7)
    canvas.rect(Box(box.x, box.y, 5, box.h), slot.colour, radius=2)
    middle = box.y + min(box.h / 2 - 8, 16)
    canvas.text(box.x + 14, middle, slot.title, 13.5, slot.colour, bold=True)
    canvas.text(box.x + 14, middle + 18, slot.note, 12, TEXT)


def booking_calendar() -> Image.Image:
    canvas = window("booking.tidewell.example/training-pool/day")
    menu = (("Calendar", ""), ("Bookings", "128"), ("Classes", "14"), ("Passes", ""))
    menu += (("Clubs", "6"), ("Prices", ""), ("Till", ""))
    sidebar(canvas, "Booking", menu, active=0, user=("Paul Mercier", "Pool manager"))
    heading(canvas, "Training pool", "Tuesday 8 September, open 07:00 to 15:00")
    button(canvas, Box(820, 92, 92, 34), "Today")
    canvas.rect(Box(922, 92, 110, 34), WHITE, "#cdd7de", radius=7)
    canvas.rect(Box(924, 94, 53, 30), TEAL_SOFT, radius=6)
    canvas.text(950, 109, "Day", 13, TEAL_DARK, bold=True, anchor="mm")
    canvas.text(1004, 109, "Week", 13, TEXT, anchor="mm")
    button(canvas, Box(1042, 92, 106, 34), "New booking", primary=True)
    calendar_grid(canvas)
    for slot in SLOTS:
        slot_block(canvas, slot)
    now = 212 + 3.9 * 51
    canvas.line([(302, now), (1148, now)], RED, 1.5)
    canvas.circle(302, now, 4.5, RED)
    canvas.text(292, now, "10:54", 11.5, RED, bold=True, anchor="rm")
    x = 302.0
    kinds = (("Public", BLUE), ("School", AMBER), ("Club", VIOLET), ("Class", GREEN))
    for name, colour in (*kinds, ("Family", TEAL), ("Closed", RED)):
        canvas.rect(Box(x, 641, 12, 12), colour, radius=3)
        canvas.text(x + 19, 647, name, 12.5, TEXT)
        x += 92
    canvas.text(1148, 647, "Occupancy today 71%", 13, INK, bold=True, anchor="rm")
    return canvas.finished()


def calendar_grid(canvas: Canvas) -> None:
    canvas.rect(Box(240, 156, 908, 466), WHITE, LINE, radius=10)
    canvas.text(271, 182, "Lane", 12, MUTED, anchor="mm")
    for lane in range(6):
        x = 302 + lane * 141
        canvas.line([(x, 156), (x, 621)], LINE)
        canvas.text(x + 70, 177, f"{lane + 1}", 14, INK, bold=True, anchor="mm")
        canvas.text(x + 70, 195, "25 m, 8 people", 11, MUTED, anchor="mm")
    for hour in range(8):
        y = 212 + hour * 51
        canvas.line([(240, y), (1147, y)], LINE)
        canvas.text(292, y + 13, f"{7 + hour:02}:00", 11.5, MUTED, anchor="rm")
