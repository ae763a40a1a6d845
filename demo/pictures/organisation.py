"""The organisation chart."""

from PIL import Image

from demo.pictures.canvas import Box, Canvas
from demo.pictures.palette import AMBER, FAINT, INK, MUTED, TEAL, TEXT, VIOLET, WHITE
from demo.pictures.parts import avatar, card, window

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
