"""Where a page says the words of a glossary for the first time."""

from __future__ import annotations

import time

import pytest

from processes.text.terms import Entry, first_occurrences


def said(html: str, *spellings: str) -> list[str]:
    entries = [Entry(key, (spelling,)) for key, spelling in enumerate(spellings)]
    return [html[one.at : one.at + one.length] for one in first_occurrences(html, entries)]


@pytest.mark.parametrize(
    ("html", "spelling", "found"),
    [
        ("<p>A churn, and churn again.</p>", "Churn", ["churn"]),
        ("<h2>Churn</h2><p>No word of it.</p>", "churn", []),
        ('<p>See <a href="/x/">churn</a> and <code>churn</code>.</p>', "churn", []),
        ('<pre class="c">churn</pre><p title="churn">none</p>', "churn", []),
        ("<p>churned, re-churn, churn-rate, churn@x.com, /churn/</p>", "churn", []),
        ("<p>It is an it.</p>", "IT", []),
        ("<p>Ask IT, not iT.</p>", "IT", ["IT"]),
        ("<p>Our saas.</p><p>Our SaaS.</p>", "SaaS", ["SaaS"]),
        ("<p>Send your Re\u0301sume\u0301, or résumé.</p>", "resume", ["Re\u0301sume\u0301"]),
        ("<p>The service\nlevel agreement</p>", "Service Level Agreement", None),
        ("<p>service&nbsp;level</p>", "service level", ["service&nbsp;level"]),
        ("<p>R&amp;D pays</p>", "R&D", ["R&amp;D"]),
        ("<p>fish &amp; chips</p>", "amp", []),
        ("<p>In .NET and C++ too</p>", ".NET", [".NET"]),
        ("<p>In .NET and C++ too</p>", "C++", ["C++"]),
        ("<p>CO<sub>2</sub> and H<sub>2</sub>O</p>", "CO", []),
        ('<p>churn<sup id="fnref-1"><a href="#fn">1</a></sup></p>', "churn", ["churn"]),
        ("<p>a</p><p>service</p><p>level</p>", "service level", []),
        ("<p>anything</p>", "!?", []),
        ("<p>anything</p>", "", []),
    ],
)
def test_a_term_is_found_in_running_text_only(
    html: str, spelling: str, found: list[str] | None
) -> None:
    assert said(html, spelling) == (["service\nlevel agreement"] if found is None else found)


def test_the_longer_term_counts_first_and_both_get_their_place() -> None:
    html = "<p>A service level agreement, then a service level, then service.</p>"
    assert said(html, "service", "service level", "service level agreement") == [
        "service level agreement",
        "service level",
        "service",
    ]


def test_terms_written_alike_share_a_place_and_each_is_told_once() -> None:
    entries = [
        Entry(7, ("Lead", "leads")),
        Entry(3, ("lead", "Pb")),
        Entry(1, ("Opportunity",)),
    ]
    html = "<p>Leads are no opportunity. A lead, Pb, lead, leads.</p>"
    found = first_occurrences(html, entries)
    places = [(html[one.at : one.at + one.length], one.keys) for one in found]
    assert places == [("Leads", (7,)), ("opportunity", (1,)), ("lead", (3,))]


@pytest.mark.parametrize("hostile", ["a ", "a-", "<", "&&", '<a href="', "aa"])
def test_odd_text_takes_as_much_time_as_there_is_of_it(hostile: str) -> None:
    entries = [Entry(1, ("a b",)), Entry(2, ("a a a a a b",)), Entry(3, ("a",))]

    def seconds(times: int) -> float:
        page = f"<p>{hostile * times}</p>"
        runs = []
        for _ in range(3):
            began = time.process_time()
            first_occurrences(page, entries)
            runs.append(time.process_time() - began)
        return min(runs)

    # Four times as much text takes four times as long; the square of it would be sixteen.
    assert seconds(40_000) < 12 * seconds(10_000) + 0.05
