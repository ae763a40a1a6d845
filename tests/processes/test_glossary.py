"""The glossary: its page, and its words on the pages that say them."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import reorganising
from accounts.models import Department, User
from processes import catalogue, composing, glossary, integrity, redrawing, workflow
from processes.models import Article, Redraw
from tests.cast import Cast
from tests.processes.entry_world import term

As = Callable[[User], Client]


def words_of(article: Article) -> dict[str, list[str]]:
    """What the stored page explains: the word as it stands there, and the definitions."""
    article.refresh_from_db()
    return {
        article.html[place["at"] : place["at"] + place["length"]]: [
            told["text"] for told in place["definitions"]
        ]
        for place in article.terms
    }


def test_a_page_explains_the_first_time_it_says_a_word(cast: Cast, as_: As) -> None:
    term(cast.equipment, "Churn", definition='Who "left" <us> & why.', also=["churn rate"])
    article = cast.article(body="## Churn\n\nOur churn grows. The *churn* shrinks.")
    before = article.html
    page = as_(cast.reader).get(article.get_absolute_url()).content.decode()
    assert page.count("data-term") == 1
    assert ">churn</button>" in page
    assert "Who &quot;left&quot; &lt;us&gt; &amp; why." in page
    assert page.count('id="term-1"') == page.count('popovertarget="term-1"') == 1
    assert "popover" not in before
    version = article.get_absolute_url() + "history/1/"
    assert "data-term" not in as_(cast.reader).get(version).content.decode()


def test_hostile_words_are_shown_as_they_are_written(cast: Cast, as_: As) -> None:
    hostile = '"><script>alert(1)</script>'
    Department.objects.filter(pk=cast.equipment.pk).update(name=hostile)
    term(cast.equipment, f"Churn {hostile}", definition=hostile, also=["churn"])
    article = cast.article(body="Our churn grows.")
    for address in (article.get_absolute_url(), "/glossary/", "/glossary/?q=%22%3E%3Cscript"):
        page = as_(cast.reader).get(address).content.decode()
        assert "&lt;script&gt;" in page
        assert "<script>alert" not in page


def test_ones_own_department_comes_first_and_all_open_ones_follow(cast: Cast) -> None:
    term(cast.finance, "Churn", definition="Of finance.")
    term(cast.operations, "churn", definition="Of operations.")
    term(cast.equipment, "CHURN", definition="Of equipment.", also=["churn"])
    own = cast.article(body="Our churn grows.")
    assert words_of(own) == {"churn": ["Of equipment.", "Of operations.", "Of finance."]}
    other = cast.article("Elsewhere", "Our churn grows.", department=cast.finance)
    assert words_of(other)["churn"][0] == "Of finance."


def test_a_word_of_members_only_turns_up_nowhere_for_others(cast: Cast, as_: As) -> None:
    term(cast.board, "Falcon", definition="The secretplan.", also=["falcons"], avoid=["kestrel"])
    outside = cast.article(body="Watch the falcon and the kestrel.")
    facts = {"department": cast.board, "author": cast.insider, "owner": cast.owner}
    inside = cast.article("Plans", "The falcon flies.", **facts)
    assert words_of(outside) == {}
    assert words_of(inside) == {"falcon": ["The secretplan."]}
    # The owner of a page there reads the page, and not the department's glossary.
    page = as_(cast.owner).get(inside.get_absolute_url())
    assert page.status_code == 200
    assert b"secretplan" not in page.content
    assert b"data-term" not in page.content
    insider = as_(cast.insider)
    assert b"secretplan" in insider.get(inside.get_absolute_url()).content
    assert b"secretplan" in insider.get("/glossary/?q=falcon").content
    outlets = ["/glossary/", "/glossary/?q=falcon", "/glossary/?q=secretpl", "/search/?q=Falcon"]
    outlets += ["/glossary/?letter=F", outside.get_absolute_url(), "/search/?q=secretpl"]
    for address in outlets:
        assert b"secretplan" not in as_(cast.reader).get(address).content, address
    assert as_(cast.reader).get("/glossary/?department=board").status_code == 404
    assert "kestrel" not in glossary.avoided(cast.equipment)
    assert glossary.avoided(cast.board) == {"kestrel": "Falcon"}
    assert glossary.avoided(cast.board, reader=cast.fresh(cast.owner)) == {}


def test_a_door_that_is_shut_shuts_its_definitions_at_once(cast: Cast, as_: As) -> None:
    term(cast.finance, "Churn", definition="Of finance.")
    article = cast.article(body="Our churn grows.")
    address = article.get_absolute_url()
    assert b"Of finance." in as_(cast.reader).get(address).content
    Redraw.objects.all().delete()
    cast.finance.visibility = "members"
    reorganising.rename_address(cast.finance, "finance")
    assert b"Of finance." not in as_(cast.reader).get(address).content
    redrawing.drain()
    assert words_of(article) == {}
    assert integrity.check_article(article.pk) == []


def test_a_changed_word_is_drawn_where_it_is_said_and_nowhere_else(cast: Cast) -> None:
    says, spells, silent, archived = (
        cast.article(f"Page {number}", body)
        for number, body in enumerate(["Our churn.", "A Churn\u0301 rate.", "None.", "A churn."])
    )
    workflow.archive(archived, cast.fresh(cast.owner), reason="Old.")
    Redraw.objects.all().delete()
    entry = term(cast.equipment, "Churn")
    asked = set(Redraw.objects.values_list("article", flat=True))
    assert says.pk in asked
    assert not asked & {silent.pk, archived.pk}
    redrawing.drain()
    assert words_of(says) == {"churn": ["What Churn means."]}
    catalogue.record(entry, {"name": "Churn rate", "definition": "How many."})
    redrawing.drain()
    assert (words_of(says), list(words_of(spells).values())) == ({}, [["How many."]])
    catalogue.record(entry, {"also": ["churn"]})
    redrawing.drain()
    assert words_of(says) == {"churn": ["How many."]}
    catalogue.remove(entry)
    redrawing.drain()
    assert words_of(says) == {}
    for article in (says, spells, silent, archived):
        assert integrity.check_article(article.pk) == []


def test_a_page_that_comes_back_explains_its_words_again(cast: Cast) -> None:
    term(cast.equipment, "Churn")
    article = cast.article(body="Our churn.")
    workflow.archive(article, cast.fresh(cast.owner), reason="Old.")
    assert words_of(article) == {}
    article.refresh_from_db()
    workflow.restore(article, cast.fresh(cast.owner))
    redrawing.drain()
    assert words_of(article) == {"churn": ["What Churn means."]}


def test_integrity_finds_words_that_are_not_those_of_the_text(cast: Cast) -> None:
    article = cast.article(body="Our churn.")
    wrong = [{"at": 3, "length": 3, "definitions": []}]
    Article.objects.filter(pk=article.pk).update(terms=wrong)
    assert ["its terms" in line for line in integrity.check_article(article.pk)] == [True]


def test_the_nearest_department_says_what_to_avoid(cast: Cast) -> None:
    term(cast.equipment, "Customer", avoid=["client", "Punter"])
    term(cast.finance, "Client", avoid=["customer", "payer"])
    term(cast.operations, "Partner", avoid=["client"])
    assert glossary.avoided(cast.equipment) == {
        "client": "Customer",
        "Punter": "Customer",
        "payer": "Client",
    }
    assert glossary.avoided(cast.finance)["customer"] == "Client"
    reader = cast.fresh(cast.reader)
    assert reader.departments
    with CaptureQueriesContext(connection) as queries:
        glossary.avoided(cast.equipment, reader=reader)
    assert len(queries) == 1


def test_the_page_searches_by_letter_and_by_department(cast: Cast, as_: As) -> None:
    term(cast.equipment, "Équipe", definition="Those who work together.", also=["crew"])
    term(cast.finance, "Margin", definition="What is left.", avoid=["gain"])
    term(cast.finance, "5S", definition="Sorting things.")
    client = as_(cast.reader)
    everything = client.get("/glossary/").content.decode()
    assert all(name in everything for name in ("Équipe", "Margin", "5S", "letter-E", "letter-M"))
    for query, found in (
        ("equipe", "Équipe"),
        ("CREW", "Équipe"),
        ("gain", "Margin"),
        ("sorting", "5S"),
    ):
        page = client.get("/glossary/", {"q": query}).content.decode()
        assert [name for name in ("Équipe", "Margin", "5S") if f"<b>{name}" in page] == [found]
    assert b"No such term" in client.get("/glossary/?q=zebra%00").content
    own = client.get("/glossary/?department=finance").content.decode()
    assert "<b>Margin" in own
    assert "<b>Équipe" not in own
    assert "<b>Margin" not in client.get("/glossary/?letter=E").content.decode()


def test_the_page_asks_one_query_however_many_terms(cast: Cast, as_: As) -> None:
    client = as_(cast.reader)
    counts = []
    for number in range(2):
        for count in range(1 + 30 * number):
            term(cast.equipment, f"Word {number} {count}")
        with CaptureQueriesContext(connection) as queries:
            client.get("/glossary/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 4  # session, person, tree, terms


def test_explaining_costs_reading_nothing(cast: Cast, as_: As) -> None:
    for number in range(20):
        term(cast.equipment, f"Word{number}")
    article = cast.article(body=" ".join(f"Word{number}" for number in range(20)))
    client = as_(cast.reader)
    client.get(article.get_absolute_url())  # the first visit is noted
    with CaptureQueriesContext(connection) as queries:
        page = client.get(article.get_absolute_url())
    assert page.content.count(b"data-term") == 20
    assert len(queries) <= 4
    drawn = composing.preview("Word1 here.", cast.equipment, cast.fresh(cast.reader))
    assert "term" not in drawn.html
