"""What an identity provider says is read strictly where it decides, harmlessly where it shows."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.claims import ClaimsRefused, Person, merge, read_person

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
    return read_person(claims, issuer=issuer, domains=["example.com"], trust_email=trust_email)


def reason(**changes: object) -> str:
    with pytest.raises(ClaimsRefused) as refusal:
        read(**changes)
    return refusal.value.reason


def test_what_is_stored() -> None:
    assert read() == Person(
        issuer=ISSUER,
        subject="a-1",
        email="alice@example.com",
        name="Alice Martin",
        locale="fr-BE",
        job_title="Head of Sales",
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
    assert read(sub="s" * 191).subject == "s" * 191
    assert "more than 191 characters" in reason(sub="s" * 192)
    assert "more than 191 characters" in reason(sub="s" * 10_000)


@pytest.mark.parametrize("issuer", [None, "", 3, "https://idp.example/" + "x" * 200])
def test_an_issuer_is_needed(issuer: object) -> None:
    assert "its own address" in reason(issuer=issuer)


@pytest.mark.parametrize("claims", [None, "sub", 3, [], ["sub", "a-1"]])
def test_claims_that_are_none(claims: object) -> None:
    with pytest.raises(ClaimsRefused):
        read_person(claims, issuer=ISSUER, domains=["example.com"])


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
    person = read_person(ALICE, issuer=ISSUER, domains=["EXAMPLE.com"])
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
    },
)


@given(claims=CLAIMS | ANYTHING, issuer=st.just(ISSUER) | ANYTHING, trust=st.booleans())
def test_whatever_comes_is_a_person_who_fits_or_a_refusal(
    claims: object, issuer: object, trust: bool
) -> None:
    try:
        person = read_person(claims, issuer=issuer, domains=["example.com"], trust_email=trust)
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
