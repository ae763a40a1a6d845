"""Water quality through a day."""

from collections.abc import Sequence

from PIL import Image

from demo.pictures.canvas import Box, Canvas
from demo.pictures.palette import (
    AMBER,
    BLUE,
    GREEN,
    GREEN_SOFT,
    INK,
    LINE,
    MUTED,
    RED,
    SOFT,
    TEAL,
    TEXT,
    WHITE,
)
from demo.pictures.parts import badge, badge_right, button, card, heading, sidebar, tick, window

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
