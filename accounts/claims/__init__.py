"""Identity provider's claims in, what we store about a person out. Pure: no models, no requests.

Everything here comes from outside, so everything is checked: what decides who somebody is (subject,
address) is refused unless it is exactly right; what is only shown (name, title, language) is made
harmless and cut; groups, which open doors, are taken letter by letter or not at all.
Claims: OpenID Connect Core 1.0, section 5.1.

`reading` makes a `Person` (`person`) out of claims, `merging` one set of claims out of two;
`table` says which claims are looked at, `checking` what is wrong in what an admin wrote of that;
`values` reads single values, `rights` what groups give.
"""

from accounts.claims.checking import check_mapping
from accounts.claims.merging import merge
from accounts.claims.person import ClaimsRefused, EntryRefused, Person
from accounts.claims.reading import department_path, preview, read_person
from accounts.claims.table import ClaimsTable, table_of
from accounts.claims.values import TEXT_LENGTH, locale, plain

__all__ = [
    "TEXT_LENGTH",
    "ClaimsRefused",
    "ClaimsTable",
    "EntryRefused",
    "Person",
    "check_mapping",
    "department_path",
    "locale",
    "merge",
    "plain",
    "preview",
    "read_person",
    "table_of",
]
