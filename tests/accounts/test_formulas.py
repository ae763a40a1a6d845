"""No cell is a formula, and what it was can be had back."""

import pytest

from accounts.formulas import guarded, unguarded


@pytest.mark.parametrize("cell", ["=1+1", "'=1", "a;=b;-c", "＝x", "-it", "plain; text", "''"])
def test_a_cell_is_guarded_and_comes_back(cell: str) -> None:
    begins = [part[:1] for part in guarded(cell).split(";")]
    assert not set(begins) & set("=+-@＝")
    assert unguarded(guarded(cell)) == cell
