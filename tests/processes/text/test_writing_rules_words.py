"""The rules about sentences, words and language: what each says of a text that breaks it."""

from tests.processes.text.rules import places, said

LONG = "Word" + " word" * 44


def test_paragraph_length() -> None:
    body = f"{LONG}. {LONG}.\n{LONG}.\n\n{LONG}.\n\n- {LONG}. {LONG}. {LONG}.\n"
    found = said("paragraph_length", body)
    assert ["135 words" in message for message, _ in found] == [True, True]
    assert "this item" in found[1][0]


def test_sentence_length() -> None:
    body = (
        f"Short. {LONG} [a](https://x.example)! Short.\n\n| {LONG} |\n|---|\n\n```\n{LONG}\n```\n"
    )
    [(message, place)] = said("sentence_length", body)
    assert "46 words" in message
    assert place.startswith("Word word")
    assert said("sentence_length", body, parameters={"words": 50}) == []


def test_vague_words() -> None:
    body = "As soon\nas possible, etc. Not `asap`, “asap”, [asap](https://asap.example) too."
    assert places("vague_words", body) == ["As soon\nas possible", "etc", "asap"]
    assert places("vague_words", "Soon. Sooner.", parameters={"words": ["soon"]}) == ["Soon"]


def test_who_does_it() -> None:
    body = (
        "The form must be signed. It should be signed by Ann.\nIt must\n\nbe sent. Must be based."
    )
    assert places("who_does_it", body) == ["must be signed"]


def test_preferred_words() -> None:
    found = said(
        "preferred_words",
        "A Ticket, tickets, and the client’s account-manager.",
        avoid={"ticket": "request", "client's": ""},
        parameters={"words": ["account-manager = advisor"]},
    )
    assert found == [
        ("Write “request” instead of “Ticket”.", "Ticket"),
        ("Do not write “client’s”.", "client’s"),
        ("Write “advisor” instead of “account-manager”.", "account-manager"),
    ]


def test_house_language() -> None:
    french = "Vous devez remplir le formulaire avant le cinq du mois et votre chef le valide. " * 6
    english = "You have to fill in the form before the fifth and your manager approves it. " * 6
    assert "in French" in said("house_language", french)[0][0]
    assert said("house_language", english) == []
    assert said("house_language", french[:200]) == []
    mixed = f"{english}\n\n{english}\n\n{french}\n"
    assert [place.strip() for place in places("house_language", mixed)] == [french.strip()]
    assert said("house_language", mixed.replace(french, f"> {french}")) == []
    assert said("house_language", english, parameters={"language": "fr"})
