"""Diagrams are kept as their source, with a label. The seam for whoever can draw them one day."""

from processes.text.rendering.code import code_box

_LABELS = {"mermaid": "Diagram (Mermaid source)"}


def diagram(source: str, info: str) -> str | None:
    """Return the HTML of a diagram's fence; None for any other fence.

    `info` is what follows the fence. A renderer replaces the box by a picture here, made at
    publication: see docs/decisions/0007-cards-and-diagrams.md.
    """
    label = _LABELS.get(info.strip().lower())
    if label is None:
        return None
    caption = f"<figcaption>{label}</figcaption>"
    return f'<figure class="diagram">{caption}{code_box(source)}</figure>'
