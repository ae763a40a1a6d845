"""Addresses of departments, made of their names."""

import pytest

from accounts.spelling import address_of


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Équipe d'été", "equipe-dete"),
        ("Отдел кадров", "otdel-kadrov"),
        ("人事部", "ren-shi-bu"),
        ("🚀", "department"),
        ("word " * 40, "-".join(["word"] * 12)),
    ],
)
def test_a_name_of_any_script_has_an_address(name: str, address: str) -> None:
    assert address_of(name, 60) == address
