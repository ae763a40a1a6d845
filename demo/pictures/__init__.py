"""Draw the demo company's screenshots: eight PNG files and one animated GIF.

The tools they show do not exist. Everything is drawn with Pillow and its built-in font, at twice
the size and then scaled down, so that the same code gives the same pictures everywhere.

    python -m demo.pictures OUTDIR
"""

from collections.abc import Callable
from pathlib import Path

from PIL import Image

from demo.pictures.booking import booking_calendar
from demo.pictures.expenses import expense_form
from demo.pictures.film import save_claim_film
from demo.pictures.gates import gate_live
from demo.pictures.incident import incident_timeline
from demo.pictures.laptop import laptop_setup
from demo.pictures.organisation import organisation_chart
from demo.pictures.tickets import ticket_queue
from demo.pictures.water import water_quality

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
        drawing().save(paths[-1])
    paths.append(folder / "expense-claim.gif")
    save_claim_film(paths[-1])
    return paths
