"""The system's own browser: nothing is downloaded."""

import os
import shutil

# The same engine without the windows of a desktop: a fresh profile takes a tenth of the time.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_MACS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find_chromium() -> str | None:
    """The path of the Chromium or Chrome to drive; CHROMIUM in the environment comes first."""
    candidates = (os.environ.get("CHROMIUM", ""), *NAMES, *ON_MACS)
    return next(filter(None, map(shutil.which, candidates)), None)
