"""The two rules about what no page, or no page of some departments, may hold."""

import pytest

from processes.text.writing_rules import RULES, Setting, Text, check


def places(key: str, body: str, title: str = "A title", **parameters: list[str]) -> list[str]:
    settings = {one.key: Setting("off") for one in RULES}
    [result] = check(Text(title, "", body), settings | {key: Setting("blocking", parameters)})
    for finding in result.findings:
        # Messages are kept with the round, and what they warn of should not be.
        assert (title if finding.field == "title" else body)[finding.start : finding.end] not in (
            finding.message
        )
    fields = {"title": title, "summary": "", "body": body}
    return [fields[one.field][one.start : one.end] for one in result.findings]


@pytest.mark.parametrize(
    "secret",
    [
        "AKIA" + "Q7" * 8,
        "ghp_" + "a1B2" * 9,
        "xoxb-" + "1234567890-abc",
        "sk_live_" + "x1" * 10,
        "AIza" + "Sy_-9" * 7,
        "glpat-" + "a1" * 10,
        "eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl",
        "-----BEGIN OPENSSH PRIVATE KEY-----",
        "DE89 3704 0044 0532 0130 00",
        "FR7630006000011234567890189",
        "4111 1111 1111 1111",
        "5500-0000-0000-0004",
    ],
)
def test_secrets_are_found_in_text_and_in_code(secret: str) -> None:
    assert places("secrets", f"It is {secret}, so.\n\n```\nkey {secret}\n```\n") == [secret, secret]
    assert places("secrets", "", title=f"Key {secret}") == [secret]
    assert places("secrets", f"It is {secret}.", allowed=[secret.replace(" ", "")]) == []


def test_passwords_are_found_by_what_stands_before_them() -> None:
    body = "Password: **Summer2031** and `api_key = 'k3yk3yk3y'`, http://ann:s3cret@host.example/"
    assert places("secrets", body) == ["Summer2031", "k3yk3yk3y", "://ann:s3cret@h"]


@pytest.mark.parametrize(
    "harmless",
    [
        "Password: at least 12 characters",
        "password: your-password1",
        "token: ${TOKEN_2}",
        "DE89 3704 0044 0532 0130 01",
        "4111 1111 1111 1112",
        "Order 4111111111111111000022",
        "AKIAIOSFODNN7EXAMPLE",
        "https://x.example/a/eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl",
        "https://x.example:8080/a@b",
        "2031-01-02 10:30, room 4.1, 30 000 000 000 000",
    ],
)
def test_what_only_looks_like_a_secret_is_none(harmless: str) -> None:
    assert places("secrets", f"So: {harmless}.") == []


@pytest.mark.parametrize(
    "private",
    [
        "ann.example@gmail.com",
        "+33 6 12 34 56 78",
        "0612345678",
        "(202) 555-0143",
        "2 95 10 99 126 111 93",
        "85.07.30-033 28",
        "12345678Z",
    ],
)
def test_personal_data_is_found_where_it_is_forbidden(private: str) -> None:
    assert places("personal_data", f"Ask {private}, please.") == [private]
    assert places("personal_data", f"Ask {private}.", allowed=[private]) == []


def test_birthdays_are_personal_and_other_days_and_numbers_are_not() -> None:
    assert places("personal_data", "Born on 12/03/1984, date of birth: 1984-03-12") == [
        "12/03/1984",
        "1984-03-12",
    ]
    harmless = (
        "care@tidewell.example, 12/03/2031, €1,000,000, 12345678A, ISO 9001, 10.0.0.1, 800-555-0199"
    )
    assert places("personal_data", harmless) == []
