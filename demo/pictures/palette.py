"""The colours and sizes of every picture."""

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
