"""What an identity provider says is read strictly where it decides, harmlessly where it shows."""

import re
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.claims import (
    ClaimsRefused,
    Person,
    check_mapping,
    merge,
    preview,
    read_person,
)
from accounts.providers.provider import ENTRA, GOOGLE, OIDC, Provider

ISSUER = "https://idp.example"
ALICE: dict[str, Any] = {
    "sub": "a-1",
    "email": "alice@example.com",
    "email_verified": True,
    "name": "Alice Martin",
    "locale": "fr-BE",
    "job_title": "Head of Sales",
}


def read(trust_email: bool = False, issuer: object = ISSUER, **changes: object) -> Person:
    claims = {key: value for key, value in {**ALICE, **changes}.items() if value is not ...}
    return read_person(claims, provider=provider(trust_email=trust_email), issuer=issuer)


def provider(kind: str = OIDC, **told: Any) -> Provider:
    domains = told.pop("domains", {"example.com"})
    return Provider("sso", kind, "Company", domains=frozenset(domains), **told)


def reason(**changes: object) -> str:
    with pytest.raises(ClaimsRefused) as refusal:
        read(**changes)
    return refusal.value.reason


def test_what_is_stored() -> None:
    assert read() == Person(
        provider_key="sso",
        groups=frozenset(),
        issuer=ISSUER,
        subject="a-1",
        email="alice@example.com",
        name="Alice Martin",
        locale="fr-BE",
        job_title="Head of Sales",
        picture="",
    )


# --- Who somebody is --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "subject",
    [
        ...,
        None,
        "",
        17,
        True,
        ["a-1"],
        {"id": "a-1"},
        " a-1",
        "a-1\n",
        "a\x001",
        "a\u202e1",
        "\ud800",
    ],
)
def test_a_subject_is_plain_text_or_refused(subject: object) -> None:
    assert "an id for you" in reason(sub=subject)


def test_a_subject_is_never_cut() -> None:
    assert read(sub="s" * 255).subject == "s" * 255
    assert "more than 255 characters" in reason(sub="s" * 256)
    assert "more than 255 characters" in reason(sub="s" * 10_000)


def test_a_long_subject_is_stored_as_its_digest_and_meets_no_other() -> None:
    assert read(sub="s" * 191).uid == "s" * 191
    long = read(sub="s" * 192).uid
    assert re.fullmatch("sha256:[0-9a-f]{64}", long)
    assert len({long, read(sub="s" * 193).uid, read(sub=long).uid}) == 3


@pytest.mark.parametrize("issuer", [None, "", 3, "https://idp.example/" + "x" * 200])
def test_an_issuer_is_needed(issuer: object) -> None:
    assert "its own address" in reason(issuer=issuer)


@pytest.mark.parametrize("claims", [None, "sub", 3, [], ["sub", "a-1"]])
def test_claims_that_are_none(claims: object) -> None:
    with pytest.raises(ClaimsRefused):
        read_person(claims, provider=provider(), issuer=ISSUER)


# --- The address ------------------------------------------------------------------------------


@pytest.mark.parametrize("email", [..., None, "", "   ", 5, ["alice@example.com"], {}])
def test_no_address(email: object) -> None:
    assert "did not send your e-mail" in reason(email=email)


@pytest.mark.parametrize(
    "email",
    [
        "alice",
        "alice@",
        "@example.com",
        "alice@example.com@example.com",
        "alice@evil.example,bob@example.com",
        "alice bob@example.com",
        '"alice@evil"@example.com',
        "alice@example.com\nbcc: eve@evil.example",
        "alice\x00@example.com",
        "ſam@example.com",
        "alice@examp\u212ae.com",
        "alice@example.com\u200b",
        "a" * 243 + "@example.com",
    ],
)
def test_an_odd_address(email: str) -> None:
    assert "address" in reason(email=email)


def test_the_longest_address() -> None:
    local = "a" * 64
    assert read(email=f"{local}@example.com").email == f"{local}@example.com"


def test_addresses_are_kept_in_small_letters() -> None:
    assert read(email=" Alice.MARTIN@Example.COM ").email == "alice.martin@example.com"


@pytest.mark.parametrize(
    "email",
    [
        "alice@example.com.evil.com",
        "alice@evil-example.com",
        "alice@sub.example.com",
        "alice@example.co",
        "alice@example.com.",
        "example.com@evil.com",
    ],
)
def test_domains_match_exactly(email: str) -> None:
    assert "address" in reason(email=email)


def test_domains_match_in_any_case() -> None:
    person = read_person(ALICE, provider=provider(domains={"EXAMPLE.com"}), issuer=ISSUER)
    assert person.email == "alice@example.com"


@pytest.mark.parametrize("verified", [True, "true"])
def test_a_verified_address(verified: object) -> None:
    assert read(email_verified=verified).email == "alice@example.com"


@pytest.mark.parametrize(
    "verified", [False, "false", "False", "", "yes", "True", 1, 0, [True], {"verified": True}]
)
@pytest.mark.parametrize("trust_email", [True, False])
def test_an_unverified_address(verified: object, trust_email: bool) -> None:
    assert "not verified" in reason(email_verified=verified, trust_email=trust_email)


@pytest.mark.parametrize("missing", [..., None])
def test_a_missing_verification_is_a_no_unless_the_provider_is_trusted(missing: object) -> None:
    assert "not verified" in reason(email_verified=missing)
    assert read(email_verified=missing, trust_email=True).email == "alice@example.com"


# --- What is only shown -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Zoë Ångström-Gonçalves", "Zoë Ångström-Gonçalves"),
        ("Zoe\u0308", "Zoë"),
        ("  Alice \t\n Martin ", "Alice Martin"),
        ("<script>alert(1)</script>", "script alert(1) /script"),
        ("Alice\x00\x1b[31m", "Alice [31m"),
        ("Alice\u202eecila", "Alice ecila"),
        ("Alice\ud800", "Alice"),
        ("نیلوفر\u200cرضایی", "نیلوفر\u200cرضایی"),
        ("O'Neill & Söhne", "O'Neill & Söhne"),
        ("李小龍", "李小龍"),
        ("x" * 400, "x" * 150),
        ("\u200d", ""),
        ("<>", ""),
        (None, ""),
        (["Alice"], ""),
        (42, ""),
    ],
)
def test_names(given_name: object, kept: str) -> None:
    assert read(name=given_name).name == kept


def test_a_name_in_two_parts() -> None:
    assert read(name=..., given_name="Alice", family_name="Martin").name == "Alice Martin"
    assert read(name="", given_name="Alice").name == "Alice"
    assert len(read(name=..., given_name="x" * 150, family_name="y" * 150).name) == 150


@pytest.mark.parametrize("claim", ["job_title", "jobTitle", "title"])
def test_job_titles(claim: str) -> None:
    claims = {"job_title": ..., claim: "Head of <b>Sales</b>"}
    assert read(**claims).job_title == "Head of b Sales /b"


@pytest.mark.parametrize(
    ("given_locale", "kept"),
    [
        ("fr", "fr"),
        ("FR", "fr"),
        ("fr_FR", "fr-FR"),
        ("fr-be", "fr-BE"),
        ("zh-Hant-TW", "zh-Hant-TW"),
        ("en_US.UTF-8", "en-US"),
        ("français", ""),
        ("fr; DROP", ""),
        ("x" * 500, ""),
        ("en-" * 30, ""),
        (["fr"], ""),
        (None, ""),
        ("", ""),
    ],
)
def test_locales(given_locale: object, kept: str) -> None:
    assert read(locale=given_locale).locale == kept


# --- Two sources ------------------------------------------------------------------------------


def test_userinfo_says_more() -> None:
    merged = merge({"sub": "a", "iss": ISSUER}, {"sub": "a", "email": "x@y", "name": "Alice"})
    assert merged["name"] == "Alice"
    assert merged["email"] == "x@y"


def test_two_people_in_one_answer_are_refused() -> None:
    with pytest.raises(ClaimsRefused, match="two different answers"):
        merge({"sub": "alice"}, {"sub": "eve", "email": "eve@example.com"})


def test_verification_belongs_to_its_own_address() -> None:
    id_token = {"sub": "a", "email": "mine@example.com", "email_verified": True}
    assert merge(id_token, {"sub": "a", "email": "boss@example.com"})["email_verified"] is None
    assert merge(id_token, {"sub": "a", "email": "mine@example.com"})["email_verified"] is True
    only_verified = {"sub": "a", "email_verified": True}
    unverified = {"sub": "a", "email": "mine@example.com"}
    assert merge(unverified, only_verified)["email_verified"] is None


@pytest.mark.parametrize("userinfo", [None, {}, [], "text", 3])
def test_an_id_token_alone_is_enough(userinfo: object) -> None:
    assert merge({"sub": "a"}, userinfo) == {"sub": "a"}


@pytest.mark.parametrize("id_token", [None, [], "text", 3])
def test_an_id_token_is_needed(id_token: object) -> None:
    with pytest.raises(ClaimsRefused):
        merge(id_token, {"sub": "a"})


# --- Where somebody belongs, and what that gives them -------------------------------------------

FULL: dict[str, Any] = {
    "job_title": ["extension.position", "title"],
    "department": "ou",
    "departments": {"D-17": "Operations/IT"},
    "department_separator": " > ",
    "create_departments": True,
    "admin_groups": ["Wiki admins"],
    "guest_groups": ["Contractors"],
    "reader_groups": ["Apprentices"],
    "group_prefix": "wiki ",
    "department_manager_groups": {"wiki heads of IT": "Operations/IT"},
}


def mapped(kind: str = OIDC, mapping: Any = FULL, **claims: object) -> Person:
    told = provider(kind, mapping=mapping)
    return read_person({**ALICE, **claims}, provider=told, issuer=ISSUER)


def test_an_admin_says_which_claims_are_looked_at() -> None:
    person = mapped(extension={"position": "Pilot"}, job_title="Not looked at", ou="d-17")
    assert (person.job_title, person.department) == ("Pilot", ("Operations", "IT"))
    assert person.makes_departments
    assert mapped(ou=" Operations >  Help desk ").department == ("Operations", "Help desk")
    assert mapped(ou="R/D").department == ("R/D",)
    assert read(department="Operations/IT").department == ("Operations", "IT")
    assert read(department=["Sales", "Other"]).department == ("Sales",)
    for nothing in (..., "", " / ", 5, {"a": 1}, "x" * 101, "/".join("a" * 21), "<>"):
        assert read(department=nothing).department is None


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("https://pictures.example/a?s=96", "https://pictures.example/a?s=96"),
        ("http://pictures.example/a", ""),
        ("https://me:secret@pictures.example/a", ""),
        ("https://pictures.example:22/a", ""),
        ("https://pictures.example/a b", ""),
        ("javascript:alert(1)", ""),
        ("data:image/png;base64,AAAA", ""),
        ("https:///a", ""),
        ("https://[::1", ""),
        ("https://pictures.example/" + "a" * 500, ""),
        (["https://pictures.example/a"], ""),
        (None, ""),
    ],
)
def test_pictures(said: object, kept: str) -> None:
    assert read(picture=said).picture == kept
    assert read(picture=...).picture == ""  # none any more, where one was
    assert mapped(ENTRA, {}, picture=said).picture is None


def test_line_managers() -> None:
    assert read(manager="boss@example.com").line_manager == "boss@example.com"
    assert read(manager={"value": "b-1", "displayName": "Boss"}).line_manager == "b-1"
    assert read(manager=["b-1"]).line_manager == "b-1"
    for nothing in (..., 3, {}, "x" * 256, "b\x00"):
        assert read(manager=nothing).line_manager == ""


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("wiki", {"wiki"}),
        ("wiki; staff ;", {"wiki", "staff"}),
        (["wiki", "staff", "wiki"], {"wiki", "staff"}),
        ("CN=Wiki,OU=Groups,DC=example", {"CN=Wiki,OU=Groups,DC=example"}),
        (["<b>wiki</b>", "wi\x00ki", "w" * 201, "wiki\u202e", 7, None, ["wiki"], ""], set()),
        (..., set()),
        ({"wiki": True}, set()),
        ([f"g{number}" for number in range(201)], {f"g{number}" for number in range(201)}),
    ],
)
def test_groups(said: object, kept: set[str]) -> None:
    assert read(groups=said).groups == kept


def test_groups_of_which_the_provider_does_not_speak() -> None:
    assert mapped(GOOGLE, {}, groups=["wiki"]).groups is None
    assert mapped(OIDC, {"groups": []}, groups=["wiki"]).groups is None
    # Too many for a token: nobody loses a right because of that; roles still count.
    overflow = {"_claim_names": {"groups": "src1"}, "_claim_sources": {"src1": {}}}
    crowded = mapped(ENTRA, **overflow)
    assert (crowded.groups, crowded.is_admin, crowded.role) == (None, None, None)
    assert mapped(ENTRA, hasgroups=True).groups is None
    chosen = mapped(ENTRA, **overflow, roles=["Wiki admins"])
    assert (chosen.groups, chosen.is_admin, chosen.role) == (None, True, "author")


def test_what_groups_give() -> None:
    person = mapped(groups=["WIKI ADMINS", "wiki heads of IT", "Payroll"])
    assert person.groups == {"WIKI ADMINS", "wiki heads of IT"}
    assert (person.is_admin, person.role) == (True, "author")
    assert person.manages == (("Operations", "IT"),)
    assert mapped(groups="Contractors;Apprentices").role == "guest"
    assert mapped(roles=["Apprentices"]).role == "reader"
    renamed = {**FULL, "group_names": {"0A-17": "Wiki admins", "0a-18": "wiki pilots"}}
    person = mapped(OIDC, renamed, groups=["0a-17", "0a-18"])
    assert (person.is_admin, person.groups) == (True, {"Wiki admins", "wiki pilots"})
    assert (mapped(groups=[]).is_admin, mapped(groups=[]).role) == (False, "author")
    assert (read(groups=["Wiki admins"]).is_admin, read().role) == (None, None)
    # A cleaned name would be another group.
    for close in ("<Wiki admins>", "Wiki admins\u200b", "Wiki\u00a0admins", "Wiki  admins"):
        assert mapped(groups=[close]).is_admin is False
    partners = {"default_role": "guest", "reader_groups": ["staff"]}
    assert mapped(OIDC, partners).role == "guest"
    assert mapped(OIDC, partners, groups="staff").role == "reader"
    assert mapped(OIDC, partners, groups="staff").is_usual_role is False
    assert mapped(GOOGLE, {"default_role": "guest"}).role == "guest"
    assert mapped(OIDC, partners).is_usual_role


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        ({**FULL, "subject": "employeeNumber", "default_role": "guest"}, ""),
        ({"admins": []}, "“admins” is nothing that a mapping can say"),
        ({"groups": [3]}, "“groups” must be a list of names"),
        ({"name": {}}, "“name” must be a list of names"),
        ({"departments": ["IT"]}, "“departments” must be an object"),
        ({"departments": {"D": " / "}}, "“departments” says nothing readable of “D”"),
        ({"department_manager_groups": {"g": 5}}, "says nothing readable of “g”"),
        ({"create_departments": "yes"}, "must be true or false"),
        ({"department_separator": ""}, "must be a sign"),
        ({"group_names": {"0a-17": 17}}, "“group_names” must be an object"),
        ({"group_prefix": None}, "must be a text"),
        ({"default_role": ["king"]}, "must be one of author, reader, guest"),
    ],
)
def test_what_is_wrong_in_a_mapping_is_said(mapping: dict[str, Any], sentence: str) -> None:
    told = check_mapping(mapping)
    assert sentence in " ".join(told)
    assert bool(told) == bool(sentence)
    # Whatever stands in the database, people come in.
    assert mapped(mapping=mapping).email == "alice@example.com"


def test_a_try_shows_what_would_become_of_it() -> None:
    told = preview({**ALICE, "ou": "D-17", "groups": "wiki a"}, provider(mapping=FULL))
    shown = {field: (value, source) for field, value, source in told}
    assert shown["Name"] == ("Alice Martin", "name")
    assert shown["Department"] == ("Operations / IT", "ou")
    assert shown["Groups"] == (["wiki a"], "groups")
    assert shown["Administrator"] == ("no", "groups")
    assert shown["Picture"] == ("", "")


# --- Anything at all --------------------------------------------------------------------------

TEXT = st.text(st.characters(codec=None, exclude_categories=()))
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
EMAILS = st.emails() | TEXT.map(lambda text: f"{text}@example.com") | ANYTHING
CLAIMS = st.fixed_dictionaries(
    {},
    optional={
        "sub": TEXT | ANYTHING,
        "email": EMAILS,
        "email_verified": st.just(True) | ANYTHING,
        "name": TEXT | ANYTHING,
        "given_name": ANYTHING,
        "family_name": ANYTHING,
        "locale": TEXT | ANYTHING,
        "job_title": ANYTHING,
        "title": ANYTHING,
        "picture": TEXT | ANYTHING,
        "department": TEXT | ANYTHING,
        "manager": TEXT | ANYTHING,
        "groups": TEXT | ANYTHING,
        "roles": ANYTHING,
        "_claim_names": ANYTHING,
    },
)


@given(claims=CLAIMS | ANYTHING, issuer=st.just(ISSUER) | ANYTHING, trust=st.booleans())
def test_whatever_comes_is_a_person_who_fits_or_a_refusal(
    claims: object, issuer: object, trust: bool
) -> None:
    try:
        told = provider(trust_email=trust, mapping=FULL)
        person = read_person(claims, provider=told, issuer=issuer)
    except ClaimsRefused:
        return
    assert person.email.endswith("@example.com")
    assert person.email == person.email.lower()
    assert 0 < len(person.subject) <= 191
    assert len(person.email) <= 254
    assert len(person.name) <= 150
    assert len(person.job_title) <= 150
    assert len(person.locale) <= 20
    for text in (person.name, person.job_title, person.subject):
        text.encode()  # no lone surrogates: the database would refuse them
        assert not set(text) & set("\x00\n\r\u202e")
    assert not set(person.name) & set("<>")


@given(id_token=ANYTHING, userinfo=ANYTHING)
def test_merging_never_fails_otherwise(id_token: object, userinfo: object) -> None:
    with suppress(ClaimsRefused):
        assert isinstance(merge(id_token, userinfo), dict)
