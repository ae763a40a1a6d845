"""The product's settings with one more page: the bare signed-in page it is measured against."""

from wiki.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.urls"
LOGGING_CONFIG = None
