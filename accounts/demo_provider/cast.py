"""The demo company's people, read from the file that also fills the demo (settings.DEMO_CAST)."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class DemoPerson:
    id: str
    name: str
    email: str
    job_title: str
    locale: str


@dataclass(frozen=True, slots=True)
class Part:
    """A person the sign-in page offers, with what there is to do as them."""

    person: DemoPerson
    role: str
    can: str


@dataclass(frozen=True, slots=True)
class Company:
    domain: str = ""
    people: dict[str, DemoPerson] = field(default_factory=dict)
    cast: list[Part] = field(default_factory=list)


def load_company(path: Path) -> Company:
    """The company in this file; an empty one where there is no such file."""
    if not path.is_file():
        return Company()
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    domain = told["domain"]
    people = {row["id"]: _person(row, domain) for row in told.get("person", [])}
    cast = [
        Part(people[row["person"]], row.get("role", ""), row.get("can", ""))
        for row in told.get("cast", [])
        if row["person"] in people
    ]
    return Company(domain, people, cast)


def _person(row: dict[str, Any], domain: str) -> DemoPerson:
    return DemoPerson(
        id=row["id"],
        name=row["name"],
        email=f"{row['id']}@{domain}",
        job_title=row.get("job_title", ""),
        locale=row.get("locale", ""),
    )
