import pytest
from django.core.exceptions import ImproperlyConfigured

from wiki.env import Env


@pytest.mark.parametrize(
    ("raw", "value"),
    [("1", True), ("true", True), (" YES ", True), ("0", False), ("off", False), ("", False)],
)
def test_a_flag_is_yes_or_no(raw: str, value: bool) -> None:
    assert Env({"DEMO": raw}).flag("DEMO") is value


def test_a_flag_that_is_neither_names_itself() -> None:
    with pytest.raises(ImproperlyConfigured, match="DEMO must be 1 or 0, not “maybe”"):
        Env({"DEMO": "maybe"}).flag("DEMO")


def test_an_unset_flag_is_its_default() -> None:
    assert Env({}).flag("DEMO", default=True) is True


def test_an_empty_text_is_its_default() -> None:
    assert Env({"SITE_NAME": "  "}).text("SITE_NAME", "Imprimatur") == "Imprimatur"


@pytest.mark.parametrize("raw", ["0", "-1", "1.5", "many", "²"])
def test_a_number_below_its_minimum_or_none_at_all_is_refused(raw: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SESSION_HOURS must be a whole number"):
        Env({"SESSION_HOURS": raw}).number("SESSION_HOURS", 8, minimum=1)


def test_a_number_is_read_or_defaults() -> None:
    assert Env({"SESSION_HOURS": " 12 "}).number("SESSION_HOURS", 8) == 12
    assert Env({}).number("SESSION_HOURS", 8) == 8


def test_words_are_separated_by_commas() -> None:
    assert Env({"HOSTS": " a.example, b.example ,,"}).words("HOSTS") == ["a.example", "b.example"]


def test_an_address_loses_its_last_slash() -> None:
    assert Env({"SITE_URL": "https://a.example/"}).address("SITE_URL") == "https://a.example"


@pytest.mark.parametrize("raw", ["wiki.example.com", "ftp://a.example", "https://", "//a.example"])
def test_what_is_no_web_address_is_refused(raw: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"SITE_URL must be an http\(s\) address"):
        Env({"SITE_URL": raw}).address("SITE_URL")


def test_a_required_value_says_what_it_is_for() -> None:
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is not set: it signs sessions"):
        Env({}).required("SECRET_KEY", "it signs sessions.")
