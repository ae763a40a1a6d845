"""Draw the demo company's screenshots: eight PNG files and one animated GIF.

The tools they show do not exist. Everything is drawn with Pillow and its built-in font, at twice
the size and then scaled down, so that the same code gives the same pictures everywhere.

    python -m demo.pictures OUTDIR
"""

import math
import sys
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageColor, ImageDraw, ImageFilter, ImageFont

SCALE = 2
WIDTH, HEIGHT = 1200, 700

INK, TEXT, MUTED, FAINT = "#12293d", "#33495c", "#6d8090", "#a6b4bf"
LINE, PANEL, CANVAS, WHITE = "#e1e8ed", "#f6f9fa", "#fbfcfd", "#ffffff"
TEAL, TEAL_SOFT, TEAL_DARK = "#0e7c86", "#dcf1f1", "#0a5a63"
BLUE, BLUE_SOFT = "#2f6fb5", "#e1edf9"
GREEN, GREEN_SOFT = "#2c8a5b", "#dff3e8"
AMBER, AMBER_SOFT = "#a86a08", "#fcefd3"
RED, RED_SOFT = "#bf3b33", "#fbe3e0"
VIOLET, VIOLET_SOFT = "#6a53ad", "#eae5f8"
SOFT = {TEAL: TEAL_SOFT, BLUE: BLUE_SOFT, GREEN: GREEN_SOFT, AMBER: AMBER_SOFT}
SOFT |= {RED: RED_SOFT, VIOLET: VIOLET_SOFT, MUTED: "#e9eef1"}
DOTS = ("#ee6a5f", "#f5bd4f", "#61c454")
PEOPLE_COLOURS = (TEAL, VIOLET, BLUE, GREEN, AMBER)

# The built-in font knows plain Latin letters only: these are drawn from parts.
LOOKALIKES = str.maketrans({"ø": "o\u0338", "Ø": "O\u0338", "ı": "i", "–": "-", "—": "-"})


class Box(NamedTuple):
    """A rectangle in unscaled pixels."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    def inset(self, by: float) -> "Box":
        return Box(self.x + by, self.y + by, self.w - 2 * by, self.h - 2 * by)


class Canvas:
    """An image drawn in unscaled pixels and kept at twice the size."""

    def __init__(self, width: int, height: int, background: str) -> None:
        self.size = (width, height)
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), background)
        self.draw = ImageDraw.Draw(self.image)

    def finished(self) -> Image.Image:
        return self.image.resize(self.size, Image.Resampling.LANCZOS)

    def gradient(self, top: str, bottom: str) -> None:
        height = self.size[1] * SCALE
        for y in range(height):
            colour = mix(top, bottom, y / height)
            self.draw.line([(0, y), (self.size[0] * SCALE, y)], fill=colour)

    def shadow(self, box: Box, radius: float, blur: float = 14, strength: int = 70) -> None:
        mask = Image.new("L", self.image.size, 0)
        lower = Box(box.x, box.y + blur / 2, box.w, box.h)
        ImageDraw.Draw(mask).rounded_rectangle(scaled(lower), radius * SCALE, fill=strength)
        mask = mask.filter(ImageFilter.GaussianBlur(blur * SCALE))
        self.image.paste(Image.new("RGB", self.image.size, INK), mask=mask)

    def rect(
        self,
        box: Box,
        fill: str | None = None,
        outline: str | None = None,
        radius: float = 0,
        width: float = 1,
    ) -> None:
        self.draw.rounded_rectangle(
            scaled(box), radius * SCALE, fill=fill, outline=outline, width=int(width * SCALE)
        )

    def circle(self, x: float, y: float, r: float, fill: str, outline: str | None = None) -> None:
        self.draw.ellipse(
            scaled(Box(x - r, y - r, 2 * r, 2 * r)), fill=fill, outline=outline, width=2 * SCALE
        )

    def line(self, points: Sequence[tuple[float, float]], fill: str, width: float = 1) -> None:
        at = [(x * SCALE, y * SCALE) for x, y in points]
        self.draw.line(at, fill=fill, width=max(1, round(width * SCALE)), joint="curve")

    def polygon(self, points: Sequence[tuple[float, float]], fill: str) -> None:
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def arc(self, box: Box, start: float, end: float, fill: str, width: float) -> None:
        self.draw.arc(scaled(box), start, end, fill=fill, width=int(width * SCALE))

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float = 13,
        fill: str = TEXT,
        bold: bool = False,
        anchor: str = "lm",
    ) -> None:
        """Write one line; `anchor` is Pillow's, with the middle line as the default."""
        plain, marks = without_marks(words)
        type_face = font(size)
        stroke = size * SCALE / 48 if bold else 0
        left = x * SCALE - {"l": 0.0, "m": 0.5, "r": 1.0}[anchor[0]] * type_face.getlength(plain)
        at = (left, y * SCALE)
        self.draw.text(at, plain, fill, type_face, anchor="l" + anchor[1], stroke_width=stroke)
        for index, mark in marks:
            before = type_face.getlength(plain[:index])
            middle = left + before + type_face.getlength(plain[index]) / 2
            self._mark(mark, middle, y * SCALE, size * SCALE, plain[index], fill, bold)

    def _mark(
        self, mark: str, x: float, y: float, em: float, letter: str, fill: str, bold: bool
    ) -> None:
        width = max(2, round(em * (0.11 if bold else 0.085)))
        top = y - em * (0.46 if letter.isupper() else 0.32)
        reach = em * 0.09
        strokes = {
            "\u0301": [(x - reach * 0.5, top), (x + reach, top - reach * 1.5)],
            "\u0300": [(x + reach * 0.5, top), (x - reach, top - reach * 1.5)],
            "\u030c": [
                (x - reach * 1.1, top - reach * 1.3),
                (x, top),
                (x + reach * 1.1, top - reach * 1.3),
            ],
            "\u0303": [
                (x - reach * 1.6, top),
                (x - reach * 0.6, top - reach),
                (x + reach * 0.6, top - reach * 0.3),
                (x + reach * 1.6, top - reach * 1.2),
            ],
            "\u0327": [
                (x + em * 0.02, y + em * 0.28),
                (x + em * 0.06, y + em * 0.38),
                (x - em * 0.06, y + em * 0.42),
            ],
            "\u0338": [(x - em * 0.22, y + em * 0.32), (x + em * 0.22, y - em * 0.26)],
        }
        if mark == "\u0308":
            for side in (-1, 1):
                spot = x + side * em * 0.11
                dot = em * 0.055
                self.draw.ellipse([spot - dot, top - 2 * dot, spot + dot, top], fill=fill)
        elif mark in strokes:
            self.draw.line(strokes[mark], fill=fill, width=width, joint="curve")


# --- Helpers ----------------------------------------------------------------------------------


def scaled(box: Box) -> list[float]:
    """The box as Pillow wants it: two corners, in real pixels."""
    return [box.x * SCALE, box.y * SCALE, box.right * SCALE - 1, box.bottom * SCALE - 1]


def font(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size=size * SCALE)


def mix(one: str, other: str, share: float) -> tuple[int, int, int]:
    """The colour that lies `share` (0 to 1) of the way from one to the other."""
    pairs = zip(ImageColor.getrgb(one)[:3], ImageColor.getrgb(other)[:3], strict=True)
    red, green, blue = (round(a + (b - a) * share) for a, b in pairs)
    return red, green, blue


def without_marks(words: str) -> tuple[str, list[tuple[int, str]]]:
    """Split accented letters: plain letters, and which mark belongs to which letter."""
    plain: list[str] = []
    marks: list[tuple[int, str]] = []
    for character in unicodedata.normalize("NFD", words.translate(LOOKALIKES)):
        if unicodedata.combining(character):
            marks.append((len(plain) - 1, character))
        else:
            plain.append(character)
    return "".join(plain), marks


def text_width(words: str, size: float) -> float:
    return font(size).getlength(without_marks(words)[0]) / SCALE


def initials(name: str) -> str:
    parts = without_marks(name)[0].split()
    return parts[0][0] + parts[-1][0]


def tick(canvas: Canvas, x: float, y: float, fill: str, size: float = 5) -> None:
    points = [(x - size, y), (x - size * 0.3, y + size * 0.7), (x + size, y - size * 0.7)]
    canvas.line(points, fill, 2)


def chevron(canvas: Canvas, x: float, y: float, fill: str = MUTED) -> None:
    canvas.line([(x - 4, y - 2), (x, y + 2), (x + 4, y - 2)], fill, 1.6)


def badge(canvas: Canvas, x: float, y: float, words: str, colour: str, size: float = 11.5) -> float:
    """A pill with its left edge at x and its middle at y; returns its right edge."""
    width = text_width(words, size) + 18
    canvas.rect(Box(x, y - 11, width, 22), SOFT[colour], radius=11)
    canvas.text(x + 9, y, words, size, colour, bold=True)
    return x + width


def badge_right(
    canvas: Canvas, right: float, y: float, words: str, colour: str, size: float = 11.5
) -> float:
    """The same pill with its right edge given; returns its left edge."""
    left = right - text_width(words, size) - 18
    badge(canvas, left, y, words, colour, size)
    return left


def button(canvas: Canvas, box: Box, words: str, primary: bool = False, colour: str = TEAL) -> None:
    canvas.rect(box, colour if primary else WHITE, None if primary else "#cdd7de", radius=7)
    middle = (box.x + box.w / 2, box.y + box.h / 2)
    canvas.text(*middle, words, 13, WHITE if primary else TEXT, bold=primary, anchor="mm")


def avatar(canvas: Canvas, x: float, y: float, name: str, r: float = 13) -> None:
    colour = PEOPLE_COLOURS[sum(map(ord, name)) % len(PEOPLE_COLOURS)]
    canvas.circle(x, y, r, SOFT[colour])
    canvas.text(x, y, initials(name), r * 0.85, colour, bold=True, anchor="mm")


def card(canvas: Canvas, box: Box, radius: float = 10) -> None:
    canvas.shadow(box, radius, blur=5, strength=26)
    canvas.rect(box, WHITE, LINE, radius)


def window(address: str, background: tuple[str, str] = ("#d5e8ec", "#b4d0da")) -> Canvas:
    """A browser window with its shadow; the page inside begins at (30, 70)."""
    canvas = Canvas(WIDTH, HEIGHT, WHITE)
    canvas.gradient(*background)
    frame = Box(30, 26, 1140, 648)
    canvas.shadow(frame, 14, blur=18, strength=110)
    canvas.rect(frame, "#eaf0f3", radius=14)
    for index, colour in enumerate(DOTS):
        canvas.circle(54 + index * 20, 48, 6, colour)
    canvas.rect(Box(380, 35, 440, 26), WHITE, radius=8)
    canvas.rect(Box(391, 46, 9, 8), MUTED, radius=2)
    canvas.arc(Box(392.5, 41, 6, 10), 180, 360, MUTED, 1.5)
    canvas.text(600, 48, address, 12.5, MUTED, anchor="mm")
    canvas.rect(Box(30, 70, 1140, 604), CANVAS, radius=14)
    canvas.rect(Box(30, 70, 1140, 30), CANVAS)
    canvas.line([(30, 70), (1170, 70)], "#d5dfe5")
    return canvas


def wave_mark(canvas: Canvas, x: float, y: float, colour: str) -> None:
    canvas.rect(Box(x, y, 28, 28), colour, radius=8)
    for row in (10, 18):
        points = [(x + 5 + i, y + row + 2.2 * math.sin(i / 2.9)) for i in range(19)]
        canvas.line(points, WHITE, 2)


def sidebar(
    canvas: Canvas,
    tool: str,
    items: Sequence[tuple[str, str]],
    active: int,
    user: tuple[str, str] = ("Léa Moreau", "Lyon"),
) -> None:
    """The tool's name and its menu, each entry with an optional count."""
    canvas.rect(Box(30, 71, 190, 603), "#f0f5f7", radius=14)
    canvas.rect(Box(30, 71, 190, 30), "#f0f5f7")
    canvas.rect(Box(190, 71, 30, 603), "#f0f5f7")
    canvas.line([(220, 71), (220, 674)], LINE)
    wave_mark(canvas, 48, 88, TEAL)
    canvas.text(86, 102, tool, 17, INK, bold=True)
    for index, (name, count) in enumerate(items):
        y = 148 + index * 38
        if index == active:
            canvas.rect(Box(42, y - 16, 166, 32), TEAL_SOFT, radius=8)
        colour = TEAL_DARK if index == active else TEXT
        canvas.circle(58, y, 3.5, TEAL if index == active else FAINT)
        canvas.text(72, y, name, 13.5, colour, bold=index == active)
        canvas.text(196, y, count, 12, colour if index == active else MUTED, anchor="rm")
    avatar(canvas, 60, 648, user[0])
    canvas.text(82, 641, user[0], 12.5, INK, bold=True)
    canvas.text(82, 657, user[1], 11.5, MUTED)


def heading(canvas: Canvas, title: str, under: str) -> None:
    canvas.text(246, 104, title, 22, INK, bold=True)
    canvas.text(246, 131, under, 13, MUTED)


# --- Booking calendar -------------------------------------------------------------------------


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


# --- Laptop set-up ----------------------------------------------------------------------------


def laptop_setup() -> Image.Image:
    canvas = Canvas(WIDTH, HEIGHT, TEAL_DARK)
    canvas.gradient("#0b3b52", "#2fa3a4")
    for index in range(6):
        base = 440 + index * 48
        shade = "#{:02x}{:02x}{:02x}".format(*mix("#145a6c", "#7fd0c8", index / 6))
        crest = [(x, base + 26 * math.sin(x / (150 + index * 14) + index)) for x in range(1201)]
        canvas.polygon([(0, 700), *crest, (1200, 700)], shade)
    canvas.rect(Box(0, 0, 1200, 30), "#0a3044")
    canvas.text(20, 15, "Steward", 13, WHITE, bold=True)
    canvas.text(1180, 15, "Mon 10:52     87%", 12.5, "#cfe5ea", anchor="rm")
    frame = Box(190, 88, 820, 530)
    canvas.shadow(frame, 16, blur=24, strength=150)
    canvas.rect(frame, WHITE, radius=16)
    canvas.rect(Box(190, 88, 270, 530), "#eff6f7", radius=16)
    canvas.rect(Box(440, 88, 20, 530), "#eff6f7")
    setup_steps(canvas)
    setup_progress(canvas)
    return canvas.finished()


def setup_steps(canvas: Canvas) -> None:
    wave_mark(canvas, 216, 114, TEAL)
    canvas.text(254, 128, "Steward", 18, INK, bold=True)
    steps = ("Language and keyboard", "Sign in", "New password", "Two-step sign-in")
    steps += ("Programs", "Disk encryption")
    canvas.line([(231, 190), (231, 440)], "#c9d9de", 2)
    for index, name in enumerate(steps):
        y = 190 + index * 50
        done, here = index < 5, index == 5
        canvas.circle(231, y, 13, TEAL if done else WHITE, TEAL)
        if done:
            tick(canvas, 231, y, WHITE)
        else:
            canvas.circle(231, y, 5, TEAL)
        canvas.text(256, y, name, 14.5, INK if here else TEXT, bold=here)
    canvas.text(216, 568, "Need help?", 12.5, MUTED)
    canvas.text(216, 588, "+33 4 00 00 04 40", 13, TEAL_DARK, bold=True)


def setup_progress(canvas: Canvas) -> None:
    canvas.text(496, 136, "Almost there, Léa", 25, INK, bold=True)
    canvas.text(496, 170, "You can use the laptop meanwhile. Please do not close the lid.", 14)
    card(canvas, Box(496, 198, 478, 104))
    canvas.text(518, 226, "Encrypting the disk", 15, INK, bold=True)
    canvas.text(952, 226, "64%", 15, TEAL_DARK, bold=True, anchor="rm")
    canvas.rect(Box(518, 246, 434, 12), "#e3ecef", radius=6)
    canvas.rect(Box(518, 246, 434 * 0.64, 12), TEAL, radius=6)
    canvas.text(518, 280, "About 11 minutes left. A restart follows.", 12.5, MUTED)
    canvas.text(496, 334, "Installed for Client Onboarding", 13, MUTED, bold=True)
    programs = (("Parley", "Chat and calls"), ("Keyring", "Passwords"))
    programs += (("Lantern", "Tickets"), ("Compass", "Clients"), ("Tideboard", "Plans"))
    programs += (("Harbour", "Leave and pay"),)
    for index, (name, what) in enumerate(programs):
        x, y = 496 + index % 2 * 243, 354 + index // 2 * 62
        canvas.rect(Box(x, y, 235, 52), PANEL, LINE, radius=9)
        canvas.rect(Box(x + 12, y + 11, 30, 30), SOFT[PEOPLE_COLOURS[index % 5]], radius=8)
        letter = PEOPLE_COLOURS[index % 5]
        canvas.text(x + 27, y + 26, name[0], 15, letter, bold=True, anchor="mm")
        canvas.text(x + 54, y + 18, name, 13.5, INK, bold=True)
        canvas.text(x + 54, y + 36, what, 12, MUTED)
        tick(canvas, x + 214, y + 26, GREEN)
    canvas.line([(460, 556), (1010, 556)], LINE)
    canvas.text(496, 587, "Laptop TW-0427, registered to you", 12.5, MUTED)
    button(canvas, Box(862, 569, 112, 36), "Restart later")


# --- Expense form -----------------------------------------------------------------------------


def field(
    canvas: Canvas, box: Box, label: str, value: str, focus: bool = False, menu: bool = False
) -> None:
    canvas.text(box.x, box.y - 13, label, 12.5, TEXT, bold=True)
    canvas.rect(box, WHITE, TEAL if focus else "#cdd7de", radius=7, width=2 if focus else 1)
    canvas.text(box.x + 12, box.y + box.h / 2, value, 14, INK)
    if menu:
        chevron(canvas, box.right - 16, box.y + box.h / 2)


def receipt(canvas: Canvas, box: Box) -> None:
    canvas.shadow(box, 3, blur=7, strength=60)
    teeth = [(box.x + i * 10, box.bottom + (6 if i % 2 else 0)) for i in range(int(box.w / 10) + 1)]
    canvas.polygon([(box.x, box.y), (box.right, box.y), *reversed(teeth)], WHITE)
    middle = box.x + box.w / 2
    canvas.text(middle, box.y + 28, "BRASSERIE DU PORT", 13, INK, bold=True, anchor="mm")
    canvas.text(middle, box.y + 46, "3 quai Nord, Montreval", 10.5, MUTED, anchor="mm")
    rows = (("1 Fish of the day", "19.50"), ("1 Vegetables", "6.00"), ("1 Apple tart", "7.50"))
    rows += (("1 Water", "5.50"),)
    for index, (name, price) in enumerate(rows):
        y = box.y + 80 + index * 22
        canvas.text(box.x + 18, y, name, 12, TEXT)
        canvas.text(box.right - 18, y, price, 12, TEXT, anchor="rm")
    y = box.y + 172
    for x in range(int(box.x) + 18, int(box.right) - 22, 8):
        canvas.line([(x, y), (x + 4, y)], FAINT)
    canvas.text(box.x + 18, y + 22, "Total EUR", 14, INK, bold=True)
    canvas.text(box.right - 18, y + 22, "38.50", 14, INK, bold=True, anchor="rm")
    canvas.text(box.x + 18, y + 46, "VAT 10%", 11, MUTED)
    canvas.text(box.right - 18, y + 46, "3.50", 11, MUTED, anchor="rm")
    canvas.text(middle, y + 76, "Merci et bonne route", 11, MUTED, anchor="mm")


def expense_form() -> Image.Image:
    canvas = window("pebble.tidewell.example/claims/new")
    menu = (("My claims", "3"), ("Cards", "1"), ("Mileage", ""), ("To approve", ""), ("Rules", ""))
    sidebar(canvas, "Pebble", menu, active=0)
    heading(canvas, "New claim", "Complete by Tuesday evening, paid on Thursday")
    badge_right(canvas, 1148, 104, "Draft", MUTED, 12)
    card(canvas, Box(246, 156, 560, 494))
    field(canvas, Box(270, 202, 160, 40), "Amount", "38.50")
    field(canvas, Box(446, 202, 100, 40), "Currency", "EUR", menu=True)
    field(canvas, Box(562, 202, 220, 40), "Date of the receipt", "8 September")
    field(canvas, Box(270, 278, 276, 40), "Category", "Dinner on a trip", menu=True)
    field(canvas, Box(562, 278, 220, 40), "Project", "C-0214 Vellomar", True, True)
    field(canvas, Box(270, 354, 512, 40), "What for?", "Evening before the go-live in Montreval")
    canvas.text(270, 416, "Who paid?", 12.5, TEXT, bold=True)
    for index, choice in enumerate(("I did, privately", "Company card")):
        x = 279 + index * 170
        canvas.circle(x, 440, 8, WHITE, TEAL if index == 0 else FAINT)
        if index == 0:
            canvas.circle(x, 440, 4, TEAL)
        canvas.text(x + 17, 440, choice, 13.5, INK)
    canvas.rect(Box(270, 470, 512, 58), GREEN_SOFT, radius=8)
    tick(canvas, 292, 499, GREEN, 6)
    canvas.text(312, 490, "Within the limit of EUR 42.00 for dinner", 13.5, GREEN, bold=True)
    canvas.text(312, 510, "VAT was read from the receipt: EUR 3.50", 12.5, TEXT)
    canvas.line([(247, 556), (805, 556)], LINE)
    canvas.text(270, 586, "Goes to", 13, MUTED)
    avatar(canvas, 336, 586, "Matteo Ferrante")
    canvas.text(356, 586, "Matteo Ferrante", 13.5, INK, bold=True)
    canvas.text(270, 618, "Usually answers within a day", 12.5, MUTED)
    button(canvas, Box(560, 582, 104, 40), "Save draft")
    button(canvas, Box(676, 582, 106, 40), "Submit", primary=True)
    canvas.rect(Box(830, 156, 318, 494), "#e8eff2", radius=10)
    canvas.text(850, 182, "Receipt", 14, INK, bold=True)
    badge_right(canvas, 1128, 182, "Readable", GREEN)
    receipt(canvas, Box(869, 212, 240, 296))
    canvas.text(850, 560, "IMG_2214.jpg, 1.2 MB", 12.5, TEXT)
    canvas.text(850, 582, "Taken today at 21:14", 12.5, MUTED)
    button(canvas, Box(850, 602, 132, 34), "Replace")
    button(canvas, Box(994, 602, 134, 34), "Add a page")
    return canvas.finished()


# --- Ticket queue -----------------------------------------------------------------------------


class Ticket(NamedTuple):
    priority: str
    subject: str
    client: str
    product: str
    owner: str
    left: str
    share: float


TICKETS = (
    Ticket(
        "P1",
        "Gate 2 stays red, 40 people waiting",
        "Oudervoorde",
        "Gate",
        "Zofia Wójcik",
        "6 min",
        0.62,
    ),
    Ticket(
        "P1",
        "Chlorine alarm did not arrive",
        "Vellomar, site 12",
        "Care",
        "Kwame Mensah",
        "11 min",
        0.28,
    ),
    Ticket(
        "P2",
        "Till cannot close the day",
        "Saint-Aubry",
        "Booking",
        "Thibault Roché",
        "38 min",
        0.45,
    ),
    Ticket(
        "P2",
        "Wristbands of the class not known",
        "Sandvikholm",
        "Gate",
        "Marta Silveira",
        "52 min",
        0.2,
    ),
    Ticket(
        "P3",
        "Waiting list sends two messages",
        "Bains de l'Écluse",
        "Booking",
        "Zofia Wójcik",
        "2 h 40",
        0.35,
    ),
    Ticket(
        "P3",
        "Council report without August",
        "Montreval",
        "Insight",
        "Thibault Roché",
        "3 h 05",
        0.25,
    ),
    Ticket(
        "P3",
        "Lane hours of the club doubled",
        "Lindenfurt",
        "Booking",
        "Marta Silveira",
        "3 h 30",
        0.15,
    ),
    Ticket(
        "P4",
        "Can the calendar start on Sunday?",
        "Kestrel Leisure",
        "Booking",
        "Kwame Mensah",
        "tomorrow",
        0.1,
    ),
)
PRIORITY_COLOURS = {"P1": RED, "P2": AMBER, "P3": BLUE, "P4": MUTED}


def ticket_queue() -> Image.Image:
    canvas = window("lantern.tidewell.example/queue")
    menu = (("Untriaged", "8"), ("Mine", "5"), ("Waiting", "21"), ("Privacy", "1"))
    menu += (("Solved today", "112"), ("Sites", ""), ("Reports", ""))
    sidebar(canvas, "Lantern", menu, active=0, user=("Zofia Wójcik", "Ghent"))
    heading(canvas, "Untriaged", "At the helm until 12:00: Zofia Wójcik")
    numbers = (("First answer", "9 min", GREEN), ("Open P1", "2", RED), ("Today", "137", INK))
    for index, (name, value, colour) in enumerate(numbers):
        box = Box(770 + index * 128, 86, 118, 56)
        card(canvas, box, 9)
        canvas.text(box.x + 14, 103, name, 11.5, MUTED)
        canvas.text(box.x + 14, 125, value, 18, colour, bold=True)
    canvas.rect(Box(246, 164, 902, 486), WHITE, LINE, radius=10)
    canvas.rect(Box(247, 165, 900, 38), PANEL, radius=10)
    columns = ((266, "Priority"), (346, "Subject"), (640, "Client"), (796, "Product"))
    for x, name in (*columns, (890, "Owner"), (1044, "Time left")):
        canvas.text(x, 184, name, 12, MUTED, bold=True)
    for index, ticket in enumerate(TICKETS):
        ticket_row(canvas, ticket, 203 + index * 55.5)
    return canvas.finished()


def ticket_row(canvas: Canvas, ticket: Ticket, top: float) -> None:
    colour = PRIORITY_COLOURS[ticket.priority]
    middle = top + 28
    if ticket.priority == "P1":
        canvas.rect(Box(247, top + 1, 900, 54), "#fff6f5")
        canvas.rect(Box(247, top + 1, 4, 54), RED)
    canvas.line([(247, top), (1147, top)], LINE)
    badge(canvas, 266, middle, ticket.priority, colour, 12.5)
    canvas.text(346, middle, ticket.subject, 14, INK, bold=ticket.priority == "P1")
    canvas.text(640, middle, ticket.client, 13)
    canvas.text(796, middle, ticket.product, 13)
    avatar(canvas, 902, middle, ticket.owner, 12)
    canvas.text(922, middle, ticket.owner.split()[0], 13)
    canvas.text(1044, middle - 8, ticket.left, 13, colour if colour != MUTED else TEXT, bold=True)
    canvas.rect(Box(1044, middle + 6, 84, 5), "#e3ecef", radius=2.5)
    canvas.rect(Box(1044, middle + 6, 84 * (1 - ticket.share), 5), colour, radius=2.5)


# --- Organisation chart -----------------------------------------------------------------------

HEADS = (
    ("People", "Ana Costa", (("Compensation", "Ingrid Sølvang"),)),
    ("Finance", "Bertrand Lefèvre", ()),
    ("Sales", "Joris Vandamme", (("Public Tenders", "Núria Pujol"),)),
    (
        "Customer Care",
        "Siobhán Doyle",
        (("Onboarding", "Matteo Ferrante"), ("Support Desk", "Kwame Mensah")),
    ),
    ("Product", "Søren Kjaer", (("Platform", "Maeve Gallagher"),)),
    ("Operations", "Tomas Nowak", (("IT and Security", "Deniz Kaya"),)),
    ("Marketing", "Chloé Marchetti", ()),
)


def person_card(canvas: Canvas, box: Box, team: str, name: str, colour: str) -> None:
    card(canvas, box)
    canvas.rect(Box(box.x + 10, box.y, box.w - 20, 4), colour, radius=2)
    avatar(canvas, box.x + box.w / 2, box.y + 34, name, 17)
    canvas.text(box.x + box.w / 2, box.y + 68, name, 12.5, INK, bold=True, anchor="mm")
    canvas.text(box.x + box.w / 2, box.y + 86, team, 11.5, MUTED, anchor="mm")


def organisation_chart() -> Image.Image:
    canvas = window("harbour.tidewell.example/people/chart")
    canvas.text(58, 104, "Who answers for what", 22, INK, bold=True)
    canvas.text(58, 130, "Tidewell, 43 people, 14 departments and teams", 13, MUTED)
    canvas.rect(Box(884, 90, 258, 34), WHITE, "#cdd7de", radius=8)
    canvas.circle(904, 106, 5.5, WHITE, MUTED)
    canvas.line([(908, 110), (913, 115)], MUTED, 2)
    canvas.text(922, 107, "Find a colleague", 13, FAINT)
    centre, top_y, pitch, width = 600.0, 156.0, 157.0, 143.0
    first = 58 + width / 2
    canvas.line([(centre, 254), (centre, 290)], "#b9c8d1", 2)
    canvas.line([(first, 290), (first + 6 * pitch, 290)], "#b9c8d1", 2)
    for index, (team, name, teams) in enumerate(HEADS):
        x = first + index * pitch
        canvas.line([(x, 290), (x, 314)], "#b9c8d1", 2)
        side = x - width / 2 - 7
        for row in range(len(teams)):
            middle = 489 + row * 118
            way = [(x, 427), (side, 427), (side, middle), (side + 8, middle)]
            canvas.line(way if row else [(x, 414), (x, 440)], "#b9c8d1", 2)
        head = Box(x - width / 2, 314, width, 102)
        person_card(canvas, head, team, name, TEAL)
        for row, (small, lead) in enumerate(teams):
            person_card(canvas, Box(head.x, 438 + row * 118, width, 102), small, lead, VIOLET)
    chief = Box(centre - 110, top_y, 220, 102)
    person_card(canvas, chief, "Company", "Marguerite Delorme", AMBER)
    x = 58.0
    legend = (("Company", AMBER), ("Department", TEAL), ("Team", VIOLET))
    for name, colour in legend:
        canvas.rect(Box(x, 630, 12, 12), colour, radius=3)
        canvas.text(x + 19, 636, name, 12.5, TEXT)
        x += 112
    return canvas.finished()


# --- Incident timeline ------------------------------------------------------------------------


def failed_entries(minute: int) -> float:
    """Failed entries per minute: a rise after the alarm, a fall after the roll-back."""
    rise = 1 / (1 + math.exp(-(minute - 14) / 2.2))
    fall = 1 / (1 + math.exp(-(minute - 47) / 2.6))
    ripple = 1 + 0.09 * math.sin(minute * 1.7) + 0.05 * math.sin(minute * 0.6)
    return 6 + 236 * rise * (1 - fall) * ripple


def incident_timeline() -> Image.Image:
    canvas = window("foghorn.tidewell.example/incidents/318")
    menu = (("Live", ""), ("Incidents", "1"), ("On call", ""), ("Alarms", "4"), ("Services", ""))
    sidebar(canvas, "Foghorn", menu, active=1, user=("Tuan Pham", "Lyon"))
    heading(canvas, "INC-318  Booking slow, passes refused", "Saturday 08:10 to 09:12, 41 sites")
    left = badge_right(canvas, 1148, 104, "Solved", GREEN, 12.5)
    badge_right(canvas, left - 8, 104, "SEV1", RED, 12.5)
    incident_chart(canvas, Box(246, 156, 902, 250))
    roles = (("Lead", "Tuan Pham"), ("Hands", "Lukáš Horák"))
    roles += (("Voice", "Kwame Mensah"), ("Scribe", "Sanne Bakker"))
    incident_log(canvas)
    card(canvas, Box(872, 422, 276, 228))
    canvas.text(892, 446, "Roles", 14, INK, bold=True)
    for index, (role, name) in enumerate(roles):
        y = 480 + index * 36
        avatar(canvas, 906, y, name, 13)
        canvas.text(928, y, name, 13.5, INK)
        canvas.text(1130, y, role, 12.5, MUTED, anchor="rm")
    canvas.line([(892, 614), (1130, 614)], LINE)
    canvas.text(892, 632, "Review due Friday", 12.5, AMBER, bold=True)
    return canvas.finished()


def incident_chart(canvas: Canvas, box: Box) -> None:
    card(canvas, box)
    canvas.text(box.x + 20, box.y + 24, "Failed entries per minute", 14, INK, bold=True)
    left, right, base, top = box.x + 56, box.right - 24, box.bottom - 34, box.y + 62
    for step in range(4):
        y = base - (base - top) * step / 3
        canvas.line([(left, y), (right, y)], LINE)
        canvas.text(left - 10, y, str(step * 100), 11.5, MUTED, anchor="rm")
    per_minute = (right - left) / 80

    def at(minute: float) -> float:
        return left + minute * per_minute

    curve = [(at(m), base - (base - top) * failed_entries(m) / 300) for m in range(81)]
    canvas.polygon([(left, base), *curve, (right, base)], "#f9d9d5")
    canvas.line(curve, RED, 2.5)
    for minute in range(0, 81, 20):
        clock = f"{8 + minute // 60:02}:{minute % 60:02}"
        canvas.text(at(minute), base + 17, clock, 11.5, MUTED, anchor="mm")
    events = ((10, "Alarm", RED), (22, "Status page", AMBER), (45, "Roll-back", BLUE))
    for minute, name, colour in (*events, (72, "Solved", GREEN)):
        canvas.line([(at(minute), top - 6), (at(minute), base)], colour, 1.5)
        width = text_width(name, 11.5) + 18
        badge(canvas, at(minute) - width / 2, top - 16, name, colour)


def incident_log(canvas: Canvas) -> None:
    card(canvas, Box(246, 422, 610, 228))
    canvas.text(266, 446, "Timeline", 14, INK, bold=True)
    entries = (
        ("08:10", "Alarm: passes refused at 12 sites, rising", RED),
        ("08:13", "Tuan: I lead. Room open, Lukáš has the keyboard", MUTED),
        ("08:22", "Status page: booking affected, tickets open the gates", AMBER),
        ("08:45", "Roll-back to booking 41.2, finished in five minutes", BLUE),
        ("09:12", "Normal for 30 minutes, two clients confirmed", GREEN),
    )
    canvas.line([(336, 478), (336, 622)], LINE, 2)
    for index, (clock, what, colour) in enumerate(entries):
        y = 478 + index * 36
        canvas.text(266, y, clock, 13, MUTED)
        canvas.circle(336, y, 6, colour)
        canvas.text(356, y, what, 13.5, INK)


# --- Gates, live ------------------------------------------------------------------------------


def gate_live() -> Image.Image:
    canvas = window("gate.tidewell.example/saint-aubry/live")
    menu = (("Live", ""), ("Entries", ""), ("Lockers", "312"), ("Wristbands", ""), ("Devices", "9"))
    sidebar(canvas, "Gate", menu, active=0, user=("Inès Caron", "Duty manager"))
    heading(canvas, "Saint-Aubry, main entrance", "Updated one second ago")
    badge_right(canvas, 1148, 104, "Online", GREEN, 12.5)
    lanes = (("Gate 1", "In", 14, GREEN), ("Gate 2", "In", 11, GREEN))
    lanes += (("Gate 3", "In and out", 0, AMBER), ("Gate 4", "Out", 8, GREEN))
    for index, (name, way, rate, colour) in enumerate(lanes):
        gate_card(canvas, Box(246 + index * 229, 156, 215, 190), name, way, rate, colour)
    inside_ring(canvas, Box(246, 364, 330, 286))
    last_entries(canvas, Box(592, 364, 556, 286))
    return canvas.finished()


def gate_card(canvas: Canvas, box: Box, name: str, way: str, rate: int, colour: str) -> None:
    card(canvas, box)
    canvas.text(box.x + 18, box.y + 26, name, 16, INK, bold=True)
    canvas.circle(box.right - 22, box.y + 26, 6, colour)
    canvas.text(box.x + 18, box.y + 48, way, 12.5, MUTED)
    post = Box(box.x + 70, box.y + 70, 16, 56)
    for x in (post.x, post.x + 60):
        canvas.rect(Box(x, post.y, 16, 56), "#c6d4db", radius=4)
        canvas.rect(Box(x + 4, post.y + 6, 8, 8), colour, radius=3)
    if rate:
        canvas.line([(post.right, post.y + 30), (post.right + 15, post.y + 44)], TEAL, 5)
        canvas.line([(post.x + 60, post.y + 30), (post.x + 45, post.y + 44)], TEAL, 5)
        words, tone = f"{rate} people a minute", TEXT
    else:
        canvas.line([(post.right, post.y + 30), (post.x + 60, post.y + 30)], AMBER, 5)
        words, tone = "Reader needs cleaning", AMBER
    middle = box.x + box.w / 2
    canvas.text(middle, box.bottom - 30, words, 13, tone, bold=not rate, anchor="mm")


def inside_ring(canvas: Canvas, box: Box) -> None:
    card(canvas, box)
    canvas.text(box.x + 20, box.y + 28, "In the building", 15, INK, bold=True)
    ring = Box(box.x + 84, box.y + 56, 162, 162)
    canvas.arc(ring, 0, 360, "#e3ecef", 16)
    canvas.arc(ring, -90, -90 + 360 * 0.53, TEAL, 16)
    centre = (ring.x + 81, ring.y + 81)
    canvas.text(centre[0], centre[1] - 8, "212", 38, INK, bold=True, anchor="mm")
    canvas.text(centre[0], centre[1] + 24, "of 400", 13.5, MUTED, anchor="mm")
    words = "Busiest today at 17:20: 338 people"
    canvas.text(box.x + box.w / 2, box.bottom - 34, words, 12.5, TEXT, anchor="mm")


def last_entries(canvas: Canvas, box: Box) -> None:
    card(canvas, box)
    canvas.text(box.x + 20, box.y + 28, "Last entries", 15, INK, bold=True)
    rows = (
        ("18:04:51", "Wristband 20417", "Season pass", "Gate 1", GREEN, "Opened"),
        ("18:04:47", "Booking TW-7K3M", "Lane 3, 18:00", "Gate 2", GREEN, "Opened"),
        ("18:04:40", "Ticket 88-120", "Family, 4 people", "Gate 1", GREEN, "Opened"),
        ("18:04:32", "Booking TW-9F1C", "For tomorrow", "Gate 2", RED, "Refused"),
        ("18:04:25", "Wristband 11873", "Dolphins Club", "Gate 1", GREEN, "Opened"),
    )
    for index, (clock, what, why, gate, colour, result) in enumerate(rows):
        y = box.y + 70 + index * 43
        canvas.line([(box.x + 20, y - 21), (box.right - 20, y - 21)], LINE)
        canvas.text(box.x + 20, y, clock, 12.5, MUTED)
        canvas.text(box.x + 96, y, what, 13.5, INK, bold=True)
        canvas.text(box.x + 244, y, why, 13)
        canvas.text(box.x + 376, y, gate, 13)
        badge_right(canvas, box.right - 20, y, result, colour)


# --- Water quality ----------------------------------------------------------------------------

CHLORINE = (0.82, 0.86, 0.9, 0.88, 0.95, 1.02, 1.1, 1.24, 1.52, 1.31, 1.08, 0.96, 0.91)
ACIDITY = (7.21, 7.22, 7.2, 7.24, 7.25, 7.28, 7.3, 7.35, 7.41, 7.38, 7.31, 7.27, 7.25)


def water_quality() -> Image.Image:
    canvas = window("care.tidewell.example/training-pool/water")
    menu = (
        ("Water", "1"),
        ("Rounds", ""),
        ("Maintenance", "7"),
        ("Inspections", ""),
        ("Parts", ""),
    )
    sidebar(canvas, "Care", menu, active=0, user=("Paul Mercier", "Pool manager"))
    heading(canvas, "Training pool, water", "Tuesday 8 September, limits for France")
    button(canvas, Box(904, 92, 118, 34), "Inspector file")
    button(canvas, Box(1032, 92, 116, 34), "Enter a test", primary=True)
    values = (("Free chlorine", "0.91 mg/l", GREEN), ("pH", "7.25", GREEN))
    values += (("Combined", "0.34 mg/l", GREEN), ("Temperature", "27.8 °C", GREEN))
    for index, (name, value, colour) in enumerate(values):
        box = Box(246 + index * 229, 152, 215, 76)
        card(canvas, box)
        canvas.text(box.x + 18, box.y + 24, name, 12.5, MUTED)
        canvas.text(box.x + 18, box.y + 51, value, 20, INK, bold=True)
        canvas.circle(box.right - 24, box.y + 38, 11, SOFT[colour])
        tick(canvas, box.right - 24, box.y + 38, colour, 4.5)
    limits_chart(canvas, Box(246, 244, 560, 222), "Free chlorine, mg/l", CHLORINE, (0.4, 1.4))
    limits_chart(canvas, Box(246, 482, 560, 168), "pH", ACIDITY, (6.9, 7.7))
    measures(canvas, Box(822, 244, 326, 406))
    return canvas.finished()


def limits_chart(
    canvas: Canvas, box: Box, title: str, values: Sequence[float], limits: tuple[float, float]
) -> None:
    """A day of readings over the band of allowed values; what lies outside is marked."""
    card(canvas, box)
    canvas.text(box.x + 20, box.y + 22, title, 14, INK, bold=True)
    low, high = limits
    span = high - low
    bottom, top = box.bottom - 32, box.y + 44
    floor, ceiling = low - span * 0.15, high + span * 0.25

    def height(value: float) -> float:
        return bottom - (bottom - top) * (value - floor) / (ceiling - floor)

    left, right = box.x + 52, box.right - 22
    canvas.rect(Box(left, height(high), right - left, height(low) - height(high)), GREEN_SOFT)
    for limit in limits:
        canvas.line([(left, height(limit)), (right, height(limit))], GREEN, 1)
        canvas.text(left - 10, height(limit), f"{limit:.1f}", 11.5, MUTED, anchor="rm")
    step = (right - left) / (len(values) - 1)
    points = [(left + i * step, height(value)) for i, value in enumerate(values)]
    canvas.line(points, TEAL, 2.5)
    for index, (x, y) in enumerate(points):
        allowed = low <= values[index] <= high
        canvas.circle(x, y, 4 if allowed else 7, TEAL if allowed else RED, WHITE)
        if not allowed:
            badge(canvas, x + 14, y, f"{values[index]:.2f}", RED)
        if index % 2 == 0:
            canvas.text(x, bottom + 16, f"{6 + index:02}:00", 11, MUTED, anchor="mm")


def measures(canvas: Canvas, box: Box) -> None:
    card(canvas, box)
    canvas.text(box.x + 20, box.y + 26, "What was done", 15, INK, bold=True)
    badge_right(canvas, box.right - 20, box.y + 26, "Closed", GREEN)
    entries = (
        ("14:02", "Value 1.52, above the limit", "Sensor 3", RED),
        ("14:05", "Tested by hand: 1.48", "Inès Caron", AMBER),
        ("14:07", "Lanes 1 and 2 closed", "Inès Caron", AMBER),
        ("14:10", "Dosing pump set to 60%", "Paul Mercier", BLUE),
        ("15:00", "Back within the limits", "Sensor 3", GREEN),
        ("15:04", "Tested by hand: 1.29, reopened", "Inès Caron", GREEN),
    )
    canvas.line([(box.x + 76, box.y + 68), (box.x + 76, box.y + 318)], LINE, 2)
    for index, (clock, what, who, colour) in enumerate(entries):
        y = box.y + 66 + index * 50
        canvas.text(box.x + 20, y, clock, 12.5, MUTED)
        canvas.circle(box.x + 76, y, 6, colour)
        canvas.text(box.x + 94, y, what, 13.5, INK)
        canvas.text(box.x + 94, y + 18, who, 12, MUTED)
    canvas.line([(box.x + 20, box.bottom - 44), (box.right - 20, box.bottom - 44)], LINE)
    canvas.text(box.x + 20, box.bottom - 22, "Signed by Paul Mercier, 15:10", 12.5, TEXT)


# --- The animated claim -----------------------------------------------------------------------


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


# --- All of them ------------------------------------------------------------------------------

PICTURES: dict[str, Callable[[], Image.Image]] = {
    "booking-calendar.png": booking_calendar,
    "expense-form.png": expense_form,
    "gate-live.png": gate_live,
    "incident-timeline.png": incident_timeline,
    "laptop-setup.png": laptop_setup,
    "organisation-chart.png": organisation_chart,
    "ticket-queue.png": ticket_queue,
    "water-quality.png": water_quality,
}


def draw_all(folder: Path) -> list[Path]:
    """Draw every picture into the folder, which is made if need be; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, drawing in PICTURES.items():
        paths.append(folder / name)
        drawing().save(paths[-1], optimize=True)
    paths.append(folder / "expense-claim.gif")
    save_claim_film(paths[-1])
    return paths


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m demo.pictures OUTDIR")
    for drawn in draw_all(Path(sys.argv[1])):
        sys.stdout.write(f"{drawn}\n")
