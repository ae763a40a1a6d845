"""What is said about a proposal: who may, who hears of it, what is shown."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from accounts.models import Event, Notification, User
from processes import conversation, workflow
from processes.models import Article, Comment, Proposal
from processes.models.conversation import COMMENT_LENGTH
from tests.cast import Cast, deputise

As = Callable[[User], Client]
OLD = "Unpack it.\n\nSwitch it on."
NEW = "Unpack **it** with care.\n\nSwitch it on.\n\nWait for the lamp."


@pytest.fixture
def proposal(cast: Cast) -> Proposal:
    """A change by `author` that waits for `owner`."""
    found = cast.pending(cast.article(body=OLD), NEW)
    Notification.objects.all().delete()
    return found


def told(person: User, event: Event | None = None) -> list[Notification]:
    lines = Notification.objects.filter(user=person).order_by("pk")
    return list(lines.filter(event=event) if event else lines)


def say(proposal: Proposal, by: User, text: str = "Which lamp?", **place: Any) -> Comment:
    return conversation.comment(proposal, by, text, **{"round": 1, **place})


def test_the_author_and_who_decides_hear_of_a_comment_and_of_its_answer(
    cast: Cast, proposal: Proposal
) -> None:
    first = say(proposal, cast.owner, "Which\nlamp?")
    [line] = told(cast.author)
    assert (line.event, line.title) == (Event.COMMENTED, proposal.title)
    assert line.text == "Owner commented: Which lamp?"
    assert line.url == f"/proposals/{proposal.pk}/#comment-{first.pk}"

    answer = say(proposal, cast.author, "The green one.", answer_to=first)
    also = say(proposal, cast.head, "On the left.", answer_to=answer)
    assert (answer.answer_to, also.answer_to) == (first, first)
    assert [line.text for line in told(cast.owner)] == [
        "Author answered: The green one.",
        "Head answered: On the left.",
    ]
    assert len(told(cast.author)) == 2
    assert told(cast.head) == []

    deputise(cast.owner, cast.deputy)  # now it is the deputy who is there
    say(proposal, cast.author, "Anything else? " * 50)
    [line] = told(cast.deputy)
    assert line.event == Event.COMMENTED
    assert len(line.text) < 330


def test_a_returned_proposal_is_talked_about_with_who_returned_it(
    cast: Cast, proposal: Proposal
) -> None:
    deputise(cast.owner, cast.deputy)
    workflow.return_to_author(proposal, cast.fresh(cast.deputy), "Say which lamp.")
    Notification.objects.all().delete()
    say(proposal, cast.author)
    assert [line.event for line in told(cast.deputy)] == [Event.COMMENTED]
    assert told(cast.owner) == []


def test_the_same_words_within_a_minute_are_a_second_click(cast: Cast, proposal: Proposal) -> None:
    first = say(proposal, cast.owner)
    assert say(proposal, cast.owner, " Which lamp?\r\n") == first
    assert len(told(cast.author)) == 1
    say(proposal, cast.owner, part=1)
    say(proposal, cast.owner, answer_to=first)
    say(proposal, cast.author)
    later = timezone.now() + datetime.timedelta(minutes=2)
    say(proposal, cast.owner, at=later)
    assert proposal.comments.count() == 5


def test_only_whoever_sees_the_proposal_speaks_and_hears(
    cast: Cast, proposal: Proposal, as_: As
) -> None:
    for stranger in (cast.reader, cast.outsider):
        with pytest.raises(workflow.NotAllowed):
            say(proposal, stranger)
        assert as_(stranger).post(f"/proposals/{proposal.pk}/comments/").status_code == 404
        assert as_(stranger).post(f"/proposals/{proposal.pk}/consult/").status_code == 404
    comment = say(proposal, cast.head)
    with pytest.raises(workflow.NotAllowed):
        conversation.resolve(comment, cast.reader)

    # The page went behind a door: whoever is left outside hears nothing more.
    workflow.move(proposal.article, cast.fresh(cast.admin), cast.board)
    Notification.objects.all().delete()
    say(proposal, cast.owner, "Behind the door.")
    assert told(cast.author) == told(cast.head) == []
    with pytest.raises(workflow.NotAllowed):
        say(proposal, cast.author)
    cast.owner.is_active = False
    with pytest.raises(workflow.NotAllowed):
        say(proposal, cast.owner)


def test_a_conversation_lasts_as_long_as_its_proposal(cast: Cast, proposal: Proposal) -> None:
    comment = say(proposal, cast.owner)
    workflow.take_back(proposal, cast.author)
    with pytest.raises(workflow.WrongState, match="draft"):
        say(proposal, cast.author)
    proposal.refresh_from_db()
    assert conversation.resolve(comment, cast.author).is_resolved
    assert "draft" in conversation.shown(cast.author, proposal).why_quiet

    cast.submit(proposal)
    conversation.reopen(comment, cast.owner)
    workflow.withdraw(proposal, cast.author)
    proposal.refresh_from_db()
    with pytest.raises(workflow.WrongState, match="closed"):
        say(proposal, cast.author)
    with pytest.raises(workflow.WrongState, match="closed"):
        conversation.consult(proposal, cast.author, [cast.reader])
    with pytest.raises(workflow.WrongState):
        conversation.resolve(comment, cast.author)
    shown = conversation.shown(cast.owner, proposal)
    assert not (shown.may_comment)
    assert not (shown.may_consult)
    assert not (shown.threads[0].may_resolve)
    assert shown.why_quiet == "The conversation closed with the proposal."


def test_a_comment_on_a_change_keeps_its_words_when_the_round_is_over(
    cast: Cast, proposal: Proposal
) -> None:
    comment = say(proposal, cast.owner, part=1)
    assert comment.quote == "Unpack it with care."
    whole = say(proposal, cast.owner, "All in all: good.")
    shown = conversation.shown(cast.owner, proposal)
    assert [thread.comment for thread in shown.on(1)] == [comment]
    assert shown.on(2) == []
    assert [thread.comment for thread in shown.apart] == [whole]

    # Once the text is another, the change is not there to stand beside.
    workflow.take_back(proposal, cast.author)
    proposal.refresh_from_db()
    assert conversation.shown(cast.author, proposal).on(1)
    content = workflow.Content(proposal.title, proposal.summary, "Quite another text.")
    workflow.edit(proposal, cast.author, workflow.Change(content, note="Rewritten", base_version=1))
    proposal.refresh_from_db()
    edited = conversation.shown(cast.author, proposal)
    assert [(t.comment, t.is_old) for t in edited.apart] == [(comment, True), (whole, False)]

    cast.submit(proposal)
    proposal.refresh_from_db()
    late = say(proposal, cast.head, "I was still reading.", round=1, part=2)
    shown = conversation.shown(cast.owner, proposal)
    assert shown.on(1) == shown.on(2) == []
    assert [(t.comment, t.is_old) for t in shown.apart] == [
        (comment, True),
        (whole, True),
        (late, True),
    ]
    for place in ({"round": 3}, {"round": 0}, {"part": 99}, {"part": 0}):
        with pytest.raises(workflow.Incomplete):
            say(proposal, cast.owner, **place)


def test_who_began_it_the_author_and_who_decides_resolve_it(cast: Cast, proposal: Proposal) -> None:
    conversation.consult(proposal, cast.author, [cast.reader])
    comment = say(proposal, cast.head)
    with pytest.raises(workflow.NotAllowed):
        conversation.resolve(comment, cast.reader)
    at = conversation.resolve(comment, cast.owner).resolved_at
    assert conversation.resolve(comment, cast.author).resolved_at == at  # twice does no harm
    shown = conversation.shown(cast.reader, proposal)
    assert (shown.open_count, shown.resolved_count) == (0, 1)
    # Somebody was still writing: what they say is not folded away.
    answer = say(proposal, cast.reader, "But the other lamp?", answer_to=comment)
    comment.refresh_from_db()
    assert not comment.is_resolved
    with pytest.raises(workflow.Incomplete):
        conversation.resolve(answer, cast.owner)


def test_whoever_is_asked_sees_the_proposal_and_is_done_once_they_comment(
    cast: Cast, proposal: Proposal
) -> None:
    asked = conversation.consult(proposal, cast.author, [cast.reader, cast.head, cast.author])
    assert [question.person for question in asked] == [cast.reader, cast.head]
    assert Proposal.objects.visible_to(cast.fresh(cast.reader)).contains(proposal)
    [line] = told(cast.reader, Event.CONSULTED)
    assert line.text == "Author asks for your view on a change: Made it clearer"
    assert conversation.consult(proposal, cast.owner, [cast.reader]) == []  # asked already

    say(proposal, cast.reader)
    assert told(cast.reader)[0].settled_at
    assert told(cast.head)[0].settled_at is None
    assert [bool(q.answered_at) for q in proposal.consultations.all()] == [True, False]
    conversation.consult(proposal, cast.owner, [cast.reader])  # anew, after the answer
    assert [bool(line.settled_at) for line in told(cast.reader, Event.CONSULTED)] == [True, False]
    workflow.withdraw(proposal, cast.author)
    assert not Notification.objects.filter(event=Event.CONSULTED).tasks().exists()


def test_nobody_is_asked_who_may_not_read_there_nor_by_whoever_is_asked(
    cast: Cast, proposal: Proposal
) -> None:
    conversation.consult(proposal, cast.owner, [cast.reader])
    with pytest.raises(workflow.NotAllowed):
        conversation.consult(proposal, cast.reader, [cast.outsider])
    cast.outsider.is_active = False
    with pytest.raises(workflow.Incomplete, match="not active"):
        conversation.consult(proposal, cast.author, [cast.head, cast.outsider])
    insider = {"author": cast.insider, "owner": cast.insider}
    bonus = cast.article("Bonus", department=cast.board, **insider)
    secret = cast.pending(bonus, "Secret.", author=cast.insider)
    with pytest.raises(workflow.Incomplete, match="may not read the pages of Board"):
        conversation.consult(secret, cast.insider, [cast.reader])
    say(secret, cast.insider, "What does @Reader think?")
    assert not Proposal.objects.visible_to(cast.fresh(cast.reader)).contains(secret)
    assert told(cast.reader, Event.MENTIONED) == []
    assert proposal.consultations.count() == 1


def test_a_name_behind_an_at_tells_that_person_and_lets_them_in(
    cast: Cast, proposal: Proposal
) -> None:
    comment = say(proposal, cast.author, "Ask @reader, or (@HEAD@example.com). mail@head.example")
    assert [comment.text[a:b] for a, b, _ in comment.mentions] == ["@reader", "@HEAD@example.com"]
    [line] = told(cast.reader)
    assert line.event == Event.MENTIONED
    assert line.text.startswith("Author named you: Ask @reader")
    assert Proposal.objects.visible_to(cast.fresh(cast.reader)).contains(proposal)
    assert [line.event for line in told(cast.head)] == [Event.MENTIONED]  # and not twice
    assert [line.event for line in told(cast.owner)] == [Event.COMMENTED]
    assert conversation.unheard(comment) == []

    # Whoever may not ask people lets nobody in; nor is a stranger's name of any use.
    by_asked = say(proposal, cast.reader, "@Outsider, @Nobody at all, @author, @Reader")
    assert conversation.unheard(by_asked) == [
        "Outsider was not told: they cannot see this proposal.",
        "Nobody was told of “@Nobody”: nobody here is called that.",
    ]
    assert told(cast.outsider) == []
    assert [line.event for line in told(cast.author)] == [Event.MENTIONED]


def test_of_two_with_the_same_name_the_one_who_takes_part_is_meant(
    cast: Cast, proposal: Proposal
) -> None:
    twins = [
        User.objects.create_user(
            f"anna.{n}@example.com", "Anna-Léa Gray", department=cast.equipment
        )
        for n in (1, 2)
    ]
    unclear = say(proposal, cast.author, "Is that so, @anna-lea gray?")
    assert unclear.mentions == []
    assert "several people are called that" in conversation.unheard(unclear)[0]
    clear = say(proposal, cast.author, "Is that so, @anna.2@example.com?")
    assert told(twins[1])
    assert conversation.unheard(clear) == []
    say(proposal, cast.owner, "@Anna-Léa Gray knows, @Anna-Léa too.")
    assert len(told(twins[1], Event.MENTIONED)) == 2
    assert told(twins[0]) == []


def test_hostile_text_is_text_and_addresses_become_links(cast: Cast, proposal: Proposal) -> None:
    text = (
        '<script>alert(1)</script> https://example.com/?a="><b> javascript:alert(1)\r\n\r\n'
        "  second\x00 \x1b[31mline & @Head<img>\n" + "@" * 300 + "(" * 300
    )
    comment = say(proposal, cast.author, text)
    [thread] = conversation.shown(cast.owner, proposal).threads
    html = thread.first.html
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>" not in html
    assert 'href="javascript' not in html
    assert '<a href="https://example.com/?a=' in html
    assert 'rel="nofollow"' in html
    assert f'<a class="said-name" href="/people/{cast.head.pk}/">@Head</a>&lt;img&gt;' in html
    assert "\n\n  second [31mline &amp;" in html
    assert "\x00" not in comment.text
    for nothing in ("", " \n\t", "\x00"):
        with pytest.raises(workflow.Incomplete):
            say(proposal, cast.author, nothing)
    say(proposal, cast.author, "x" * COMMENT_LENGTH)
    with pytest.raises(workflow.Incomplete):
        say(proposal, cast.author, "x" * (COMMENT_LENGTH + 1))


def test_a_long_conversation_takes_three_queries(
    cast: Cast, proposal: Proposal, django_assert_num_queries: Any
) -> None:
    conversation.consult(proposal, cast.author, [cast.reader, cast.outsider])
    first = say(proposal, cast.owner, part=1)
    for number in range(12):
        say(proposal, cast.author, f"{number} @Reader", answer_to=first if number % 2 else None)
    for person, decides in ((cast.author, False), (cast.head, False), (cast.owner, True)):
        fresh = Proposal.objects.select_related("article__owner", "author").get(pk=proposal.pk)
        viewer = cast.fresh(person)
        with django_assert_num_queries(3):
            shown = conversation.shown(viewer, fresh, decides=decides)
            page = render_to_string("conversation/panel.html", {"shown": shown, "proposal": fresh})
            assert page.count("said-name") == 6
            assert len(shown.on(1)[0].answers) == 6
        assert shown.may_consult == (person != cast.head)
        assert ("Ask colleagues for their view" in page) == shown.may_consult
        assert ("Resolve" in page) == (person != cast.head)


def comments_page(proposal: Proposal) -> str:
    return f"/proposals/{proposal.pk}/comments/"


def test_the_pages_comment_resolve_and_ask(cast: Cast, proposal: Proposal, as_: As) -> None:
    author = as_(cast.author)
    sent = {"comment": "Is it @Nowhere?\r\n<b>", "round": "1", "part": "1"}
    response = author.post(comments_page(proposal), sent)
    comment = Comment.objects.get()
    assert response["Location"] == f"/proposals/{proposal.pk}/#comment-{comment.pk}"
    assert comment.text == "Is it @Nowhere?\n<b>"
    page = author.get(proposal.get_absolute_url()).content.decode()
    assert "nobody here is called that" in page
    resolve = f"{comments_page(proposal)}{comment.pk}/resolve/"
    assert author.get(resolve).status_code == 405
    author.post(resolve)
    assert Comment.objects.get().resolved_by == cast.author
    author.post(resolve, {"action": "reopen"})
    assert not Comment.objects.get().is_resolved
    assert author.get(comments_page(proposal)).status_code == 302
    assert author.post(f"{comments_page(proposal)}{comment.pk + 1}/resolve/").status_code == 404

    ask = f"/proposals/{proposal.pk}/consult/"
    assert b'name="people"' in author.get(ask).content
    wrong = author.post(ask, {"people": "Reader, Nobody Known"})
    assert wrong.status_code == 422
    assert b"Nobody here is called" in wrong.content
    assert b'value="Reader, Nobody Known"' in wrong.content
    response = author.post(ask, {"people": "Reader (reader@example.com), outsider"}, follow=True)
    assert b"Reader and Outsider were asked." in response.content
    assert as_(cast.reader).get(proposal.get_absolute_url()).status_code == 200
    assert as_(cast.reader).post(ask, {"people": "Head"}).status_code == 403


def test_a_comment_that_cannot_be_added_comes_back_whole(
    cast: Cast, proposal: Proposal, as_: As
) -> None:
    author = as_(cast.author)
    for sent in (
        {"comment": "y" * 4001, "round": "1"},
        {"comment": "My words </textarea>", "round": "7"},
        {"comment": "My words </textarea>", "round": "1", "part": "77"},
        {"comment": "My words </textarea>"},
    ):
        response = author.post(comments_page(proposal), sent)
        assert response.status_code == 422
        assert (
            sent["comment"].replace("<", "&lt;").replace(">", "&gt;") in response.content.decode()
        )
    other = say(cast.pending(cast.article("Phones"), "Other."), cast.author)
    wrong = {"comment": "Hm", "round": "1", "answer_to": str(other.pk)}
    assert author.post(comments_page(proposal), wrong).status_code == 404

    cast.approve(proposal)
    late = author.post(comments_page(proposal), {"comment": "Too late?", "round": "1"})
    assert late.status_code == 409
    assert b"Too late?" in late.content
    assert b"closed" in late.content
    assert not proposal.comments.exists()


def test_a_new_page_is_talked_about_by_whoever_is_asked(cast: Cast, as_: As) -> None:
    new = cast.submit(cast.new_page())
    assert not Article.objects.visible_to(cast.fresh(cast.reader)).exists()
    conversation.consult(new, cast.author, [cast.reader])
    assert as_(cast.reader).get(new.get_absolute_url()).status_code == 200
    say(new, cast.reader, "A page at last. @author")
    assert [line.event for line in told(cast.author)] == [Event.MENTIONED]
