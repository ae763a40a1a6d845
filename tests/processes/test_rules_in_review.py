"""Rules of writing stop a submission and may be set aside with a reason, by who decides alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from processes import decision_log, rounds, workflow
from processes.models import Article, Decision, Proposal, RuleSetting, State
from processes.publishing import Content
from processes.text import choosing
from processes.workflow import Change, overtaking, trusting
from tests.cast import Cast

As = Callable[[User], Client]

BAD = "Unpack it.\n\n![](/front.png)"
WORSE = f"{BAD}\n\n## Steps"
WHY = "The <b>maker</b> has no better picture"


def excepted(cast: Cast, article: Article, body: str = BAD, **facts: Any) -> Proposal:
    """Pending, with an exception asked for."""
    proposal = cast.draft(article, body, **facts)
    Proposal.objects.filter(pk=proposal.pk).update(exception=WHY)
    return cast.submit(proposal)


def marks(proposal: Proposal) -> dict[str, Any]:
    return {
        "digest": proposal.digest,
        "base_version": proposal.base_version,
        "round": proposal.round,
    }


def sent(article: Article, body: str, **more: Any) -> dict[str, Any]:
    return {
        "title": article.title,
        "body": body,
        "note": "Better",
        "significance": "minor",
        "base_version": article.version,
        "action": "submit",
        **more,
    }


# --- submitting -------------------------------------------------------------------------------


def test_a_blocking_rule_stops_a_submission_and_changes_nothing(cast: Cast) -> None:
    draft = cast.draft(cast.article(), WORSE)
    with pytest.raises(workflow.RulesNotMet, match="2 rules of writing are not met") as refusal:
        cast.submit(draft)
    report = refusal.value.report
    assert report
    assert [result.rule.key for result in report.unmet] == ["empty_headings", "alt_text"]
    draft.refresh_from_db()
    assert (draft.state, draft.round, draft.unmet) == (State.DRAFT, 0, 0)


def test_an_exception_lets_it_pass_and_is_kept_with_what_is_missing(cast: Cast) -> None:
    article = cast.article()
    proposal = excepted(cast, article)
    round_ = proposal.rounds.get()
    assert (proposal.unmet, round_.exception) == (1, WHY)
    (row,) = filter(_blocks, round_.findings)
    (finding,) = row["findings"]
    assert BAD[finding["start"] : finding["end"]] == "![](/front.png)"
    good = cast.draft(article, "Better.", author=cast.reader)
    Proposal.objects.filter(pk=good.pk).update(exception="Not needed")
    good = cast.submit(good)
    assert (good.unmet, good.exception) == (0, "")


def test_what_only_files_a_page_differently_is_not_asked(cast: Cast) -> None:
    article = cast.article(body=BAD)
    change = Change(Content.of(article), "Belongs there", filing={"owner": cast.head.pk})
    author = cast.fresh(cast.author)
    proposal = cast.submit(workflow.save(article, author, replace(change, base_version=1)))
    assert (proposal.unmet, proposal.rounds.get().findings) == (0, None)


def test_the_form_shows_what_is_missing_and_only_then_takes_an_exception(
    cast: Cast, as_: As
) -> None:
    article = cast.article()
    client = as_(cast.author)
    address = f"{article.get_absolute_url()}propose/"
    assert 'name="exception"' not in client.get(address).content.decode()
    refused = client.post(address, sent(article, BAD), follow=True)
    page = refused.content.decode()
    draft = Proposal.objects.get(article=article, state=State.DRAFT)
    assert refused.redirect_chain[-1][0] == f"/proposals/{draft.pk}/edit/?unmet=submitted"
    assert "Saved, but not submitted yet: a rule of writing is not met" in page
    assert 'href="#id_body" data-field="body" data-from="12" data-to="27"' in page
    assert 'name="exception"' in page
    assert draft.body == BAD
    edit = refused.redirect_chain[-1][0]
    again = client.post(edit, sent(article, BAD, exception=" "), follow=True)
    assert again.redirect_chain[-1][0] == edit
    too_long = client.post(edit, sent(article, BAD, exception="x" * 501))
    assert too_long.status_code == 422
    done = client.post(edit, sent(article, BAD, exception=WHY), follow=True)
    assert "Submitted." in done.content.decode()
    draft.refresh_from_db()
    assert (draft.state, draft.exception) == (State.PENDING, WHY)


def test_submitting_from_the_proposals_page_leads_to_what_is_missing(cast: Cast, as_: As) -> None:
    draft = cast.draft(cast.article(), BAD)
    client = as_(cast.author)
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "A rule of writing is not met" in page
    response = client.post(reverse("proposal_submit", args=[draft.pk]))
    assert response["Location"] == f"/proposals/{draft.pk}/edit/?unmet=submitted"


# --- deciding ---------------------------------------------------------------------------------


def test_who_approves_says_why_and_the_log_keeps_it(cast: Cast, as_: As) -> None:
    proposal = excepted(cast, cast.article())
    owner = as_(cast.owner)
    page = owner.get(proposal.get_absolute_url()).content.decode()
    assert "A rule of writing is not met" in page
    assert "The &lt;b&gt;maker&lt;/b&gt; has no better picture" in page
    assert 'name="override"' in page
    text = owner.get(reverse("proposal_round", args=[proposal.pk, 1])).content.decode()
    assert "A rule of writing is not met" in text
    with pytest.raises(workflow.RulesNotMet):
        cast.approve(proposal)
    address = reverse("proposal_approve", args=[proposal.pk])
    data = {**marks(proposal), "significance": "minor", "comment": "Fine"}
    for unseen in ("", "\u200b"):
        refused = owner.post(address, {**data, "override": unseen})
        assert refused.status_code == 422
        assert "Say why it shall be published all the same." in refused.content.decode()
    assert "Fine" in refused.content.decode()
    assert owner.post(address, {**data, "override": "Agreed <i>once</i>"}).status_code == 302
    proposal.article.refresh_from_db()
    assert proposal.article.body == BAD
    decision = Decision.objects.latest("pk")
    assert (decision.action, decision.override) == ("approved", "Agreed <i>once</i>")
    log = as_(cast.reader).get(f"{proposal.article.get_absolute_url()}history/")
    assert "Agreed &lt;i&gt;once&lt;/i&gt;" in log.content.decode()
    table = list(decision_log.table(decision_log.of(proposal.article, cast.fresh(cast.owner))))
    assert table[1][table[0].index("Rules set aside because")] == "Agreed <i>once</i>"


def test_an_override_is_for_who_decides_and_kept_only_where_it_is_needed(cast: Cast) -> None:
    article = cast.article()
    proposal = excepted(cast, article)
    with pytest.raises(workflow.NotAllowed):
        workflow.approve(proposal, cast.fresh(cast.reader), override="I like it", **marks(proposal))
    good = cast.pending(article, "Better.", author=cast.reader)
    workflow.approve(good, cast.fresh(cast.owner), override="For nothing", **marks(good))
    assert Decision.objects.latest("pk").override == ""


def test_corrections_are_asked_anew(cast: Cast, as_: As) -> None:
    article = cast.article()
    mended = excepted(cast, article)
    content = replace(Content.of(mended), body=BAD.replace("![]", "![The front]"))
    workflow.approve_corrected(mended, cast.fresh(cast.owner), content, **marks(mended))
    mended.refresh_from_db()
    assert (mended.unmet, mended.exception) == (0, "")
    assert Decision.objects.latest("pk").override == ""
    assert not any(
        row["findings"] for row in mended.rounds.last().findings if row["level"] == "blocking"
    )

    good = cast.pending(article, "Better.", author=cast.reader)
    owner = as_(cast.owner)
    data = {**marks(good), "title": good.title, "body": BAD, "significance": "minor"}
    refused = owner.post(reverse("proposal_correct", args=[good.pk]), data)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Words for every picture" in page
    assert 'name="override"' in page
    data |= {"override": "No time"}
    assert owner.post(reverse("proposal_correct", args=[good.pk]), data).status_code == 302
    assert Decision.objects.latest("pk").override == "No time"
    good.refresh_from_db()
    assert good.unmet == 1


def test_of_a_part_only_what_goes_live_is_asked(cast: Cast, as_: As) -> None:
    article = cast.article(body="One.\n\nTwo.\n\nThree.\n\nFour.")
    body = f"One, better.\n\nTwo.\n\nThree.\n\n{BAD}"
    proposal = excepted(cast, article, body)
    numbers = [change.number for change in choosing.changes(article.body, body)]
    data = {**marks(proposal), "significance": "minor", "comment": "The rest is not it"}
    owner = as_(cast.owner)
    address = reverse("proposal_part", args=[proposal.pk])
    refused = owner.post(address, {**data, "numbers": numbers[1:]})
    assert refused.status_code == 422
    assert "Words for every picture" in refused.content.decode()
    assert owner.post(address, {**data, "numbers": numbers[:1]}).status_code == 302
    article.refresh_from_db()
    assert article.body == "One, better.\n\nTwo.\n\nThree.\n\nFour."
    assert Decision.objects.latest("pk").override == ""


def test_of_a_part_the_rules_of_the_kind_that_stays_are_asked(cast: Cast) -> None:
    article = cast.article(body="One.")
    RuleSetting.objects.create(rule="alt_text", kind="expertise", level="off")
    draft = cast.draft(article, f"One.\n\n{BAD}")
    filing = {"kind": "expertise", "topic": "company"}
    Proposal.objects.filter(pk=draft.pk).update(filing=filing)
    proposal = cast.submit(Proposal.objects.get(pk=draft.pk))
    assert proposal.unmet == 0
    numbers = [change.number for change in choosing.changes(article.body, proposal.body)]
    taken = {"numbers": numbers, "fields": (), "comment": "Not elsewhere"}
    with pytest.raises(workflow.RulesNotMet):
        workflow.approve_part(proposal, cast.fresh(cast.owner), **taken, **marks(proposal))


def test_several_at_once_leave_out_what_meets_not_all_rules(cast: Cast, as_: As) -> None:
    proposal = excepted(cast, cast.article())
    owner = as_(cast.owner)
    owner.get(proposal.get_absolute_url())
    queue = owner.get(reverse("reviews")).content.decode()
    assert "1 rule not met" in queue
    assert 'name="choice"' not in queue
    choice = f"{proposal.pk}:{proposal.round}:{proposal.digest}"
    told = owner.post(reverse("reviews_approve"), {"choice": choice}, follow=True)
    assert "Not all rules of writing are met. Open it to decide." in told.content.decode()
    proposal.refresh_from_db()
    assert proposal.is_pending


# --- going live at once -----------------------------------------------------------------------


def test_who_decides_publishes_at_once_with_a_reason(cast: Cast, as_: As) -> None:
    article = cast.article()
    client = as_(cast.owner)
    data = sent(article, BAD, action="publish")
    refused = client.post(f"{article.get_absolute_url()}propose/", data, follow=True)
    assert "Saved, but not published yet: a rule of writing is not met" in refused.content.decode()
    edit = refused.redirect_chain[-1][0]
    assert client.post(edit, {**data, "exception": WHY}).status_code == 302
    article.refresh_from_db()
    assert article.body == BAD
    assert Decision.objects.latest("pk").override == WHY


def test_trust_does_not_reach_so_far(cast: Cast, as_: As) -> None:
    article = cast.article()
    trusting.trust(cast.owner, cast.author)
    draft = cast.draft(article, BAD)
    Proposal.objects.filter(pk=draft.pk).update(exception=WHY)
    with pytest.raises(workflow.NotAllowed, match="sets rules of writing aside"):
        workflow.publish_directly(draft, cast.fresh(cast.author))
    # Nor to what is told beside the text: its template says which sections are owed.
    Proposal.objects.filter(pk=draft.pk).update(body="Fine.", facts={"trigger": "Now"})
    with pytest.raises(workflow.NotAllowed, match="to the text alone"):
        workflow.publish_directly(draft, cast.fresh(cast.author))
    workflow.withdraw(draft, cast.fresh(cast.author))
    told = sent(article, "Fine.", action="publish", facts_trigger="Now")
    refused = as_(cast.author).post(f"{article.get_absolute_url()}propose/", told)
    assert refused.status_code == 422
    assert "This needs approval: submit the change instead." in refused.content.decode()
    article.refresh_from_db()
    assert article.version == 1


# --- meanwhile --------------------------------------------------------------------------------


def test_a_merge_is_asked_anew(cast: Cast) -> None:
    """Each leaves one of two links; together they leave none."""
    cast.article("Chairs")
    RuleSetting.objects.create(rule="link_to_another", level="blocking")
    article = cast.article(body="See [[Chairs]].\n\nOne.\n\nTwo.\n\nSee [[Chairs]] too.")
    waits = cast.pending(article, article.body.replace("See [[Chairs]].", "Sit."))
    without = article.body.replace("See [[Chairs]] too.", "Sit too.")
    rival = cast.pending(article, without, author=cast.reader)
    assert waits.unmet == 0
    cast.approve(rival)
    overtaking.catch_up(article.pk)
    waits.refresh_from_db()
    latest = rounds.latest(waits)
    assert latest
    assert (waits.state, waits.unmet, latest.origin) == (State.PENDING, 1, "merged")
    assert [row["rule"] for row in latest.findings if _blocks(row)] == ["link_to_another"]
    with pytest.raises(workflow.RulesNotMet):
        cast.approve(waits)


def _blocks(row: dict[str, Any]) -> bool:
    return row["level"] == "blocking" and bool(row["findings"])
