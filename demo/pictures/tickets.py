"""The ticket queue."""

from typing import NamedTuple

from PIL import Image

from demo.pictures.canvas import Box, Canvas
from demo.pictures.palette import AMBER, BLUE, GREEN, INK, LINE, MUTED, PANEL, RED, TEXT, WHITE
from demo.pictures.parts import avatar, badge, card, heading, sidebar, window


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
