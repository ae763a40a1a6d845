"""What every pictured window is made of."""

import math
from collections.abc import Sequence

from demo.pictures.canvas import Box, Canvas, text_width, without_marks
from demo.pictures.palette import (
    CANVAS,
    DOTS,
    FAINT,
    HEIGHT,
    INK,
    LINE,
    MUTED,
    PEOPLE_COLOURS,
    SOFT,
    TEAL,
    TEAL_DARK,
    TEAL_SOFT,
    TEXT,
    WHITE,
    WIDTH,
)


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
