"""The expense form."""

from PIL import Image

from demo.pictures.canvas import Box, Canvas
from demo.pictures.palette import FAINT, GREEN, GREEN_SOFT, INK, LINE, MUTED, TEAL, TEXT, WHITE
from demo.pictures.parts import (
    avatar,
    badge_right,
    button,
    card,
    chevron,
    heading,
    sidebar,
    tick,
    window,
)


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
