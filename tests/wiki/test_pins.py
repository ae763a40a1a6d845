"""What is installed is what pyproject.toml asks for, hash by hash, and from no particular index."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUN = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
EXTRAS = [
    Requirement(line)
    for lines in PROJECT["project"]["optional-dependencies"].values()
    for line in lines
]
TEST = [Requirement(line) for line in PROJECT["dependency-groups"]["test"]]


def _text(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text()


def _pins(name: str) -> dict[str, str]:
    """Package -> version of one requirements file; every other line must be a hash or a remark."""
    pins = {}
    for line in _text(name).splitlines():
        if pin := re.match(r"^([A-Za-z0-9._-]+)==(\S+)( ;.*)? \\$", line):
            pins[canonicalize_name(pin[1])] = pin[2]
        else:
            assert re.match(r"^    (--hash=sha256:[0-9a-f]{64}( \\)?$|#)|^$", line), line
    return pins


@pytest.mark.parametrize(
    ("name", "declared"), [("run", RUN), ("extras", RUN + EXTRAS), ("test", RUN + EXTRAS + TEST)]
)
def test_every_declared_package_is_pinned_within_its_bounds(
    name: str, declared: list[Requirement]
) -> None:
    pins = _pins(name)
    for requirement in declared:
        pinned = pins[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(pinned), f"{requirement} is pinned to {pinned}"


def test_the_tests_run_on_what_production_runs_on() -> None:
    assert _pins("run").items() <= _pins("extras").items() <= _pins("test").items()


@pytest.mark.parametrize("name", ["run", "extras", "test"])
def test_every_pin_carries_a_hash(name: str) -> None:
    blocks = re.split(r"^(?=[A-Za-z0-9])", _text(name), flags=re.MULTILINE)
    unhashed = [block for block in blocks if block.strip() and "--hash=sha256:" not in block]
    assert unhashed == []


@pytest.mark.parametrize("name", ["run", "extras", "test"])
def test_no_index_is_named(name: str) -> None:
    assert "://" not in _text(name)
    assert "index-url" not in _text(name)


@pytest.mark.parametrize("name", ["run", "extras", "test"])
def test_psycopg_3_is_not_among_the_pins(name: str) -> None:
    assert not {"psycopg", "psycopg-binary", "psycopg-c", "psycopg-pool"} & _pins(name).keys()
