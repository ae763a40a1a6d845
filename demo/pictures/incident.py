"""The timeline of an incident."""

import math

from PIL import Image

from demo.pictures.canvas import Box, Canvas, text_width
from demo.pictures.palette import AMBER, BLUE, GREEN, INK, LINE, MUTED, RED
from demo.pictures.parts import avatar, badge, badge_right, card, heading, sidebar, window


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
