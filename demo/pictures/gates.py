"""The gates, live."""

from PIL import Image

from demo.pictures.canvas import Box, Canvas
from demo.pictures.palette import AMBER, GREEN, INK, LINE, MUTED, RED, TEAL, TEXT
from demo.pictures.parts import badge_right, card, heading, sidebar, window


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
