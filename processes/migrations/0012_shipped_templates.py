"""The templates that every company begins with; admins change them as they like."""

from __future__ import annotations

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

YES, NO = True, False

# Name, description, kind, topic, and the sections: heading, whether it is required, hint, starter.
SHIPPED: list[tuple[str, str, str, str, list[tuple[str, bool, str, str]]]] = [
    (
        "Process",
        "How we do something, so that a colleague who never did it can.",
        "process",
        "",
        [
            (
                "Purpose",
                YES,
                "What is good once this is done, and for whom? Two sentences are enough: “Everybody gets their expenses back within a week, and the books are right.”",
                "",
            ),
            (
                "When it applies",
                YES,
                "What sets it off, and who is meant? Say as well when it does not apply, and what to do then.",
                "",
            ),
            (
                "Who does what",
                YES,
                "Each role with its part, one on each line: “You ask. Your manager agrees. Finance pays.” Name roles rather than people: they change less often.",
                "",
            ),
            (
                "Steps",
                YES,
                "A numbered list, one thing to do in each step, in the order in which it is done. Begin with a verb: “Open…”, “Ask…”, “Send…”. Say where to click and what you see then; a picture helps.",
                "",
            ),
            (
                "Tools",
                NO,
                "What you need at hand, with a link, and whom to ask for access. A tool that is in the catalogue is best named in the facts below the text, too.",
                "",
            ),
            (
                "If something goes wrong",
                YES,
                "What goes wrong most often, how one notices, and what to do about it. Whom to ask, and how fast they answer. If nothing ever went wrong, say who would want to know.",
                "",
            ),
            (
                "Related",
                NO,
                "Pages to read before or after this one. Type [[ and a title.",
                "",
            ),
        ],
    ),
    (
        "How-to with screenshots",
        "One task in one tool, click by click.",
        "process",
        "",
        [
            (
                "What you will have done",
                YES,
                "One sentence, so that readers know they are on the right page: “Afterwards your calendar shows in the app.”",
                "",
            ),
            (
                "Before you begin",
                NO,
                "What has to be ready: an account, a permission, a file. About how long it takes.",
                "",
            ),
            (
                "Steps",
                YES,
                "A numbered list, one click or one entry in each step, in the words that are on the screen. Paste a screenshot where it is hard to find; blur names and amounts before you insert it.",
                "",
            ),
            (
                "How you know it worked",
                YES,
                "What is on the screen when all went well.",
                "",
            ),
            (
                "If it did not work",
                NO,
                "The messages people see, in their exact words, and what to do about each. Whom to ask for help.",
                "",
            ),
        ],
    ),
    (
        "Onboarding page",
        "What somebody new needs in their first days.",
        "process",
        "",
        [
            (
                "Welcome",
                YES,
                "A few warm sentences: who you are, what you do for the company, and what the new colleague can look forward to.",
                "",
            ),
            (
                "Before your first day",
                NO,
                "What we prepare and what they should bring, so that nobody has to guess.",
                "- [ ] ",
            ),
            (
                "Your first day",
                YES,
                "When, where and with whom it begins. Then a short list to tick off: a few things that can really be done in one day.",
                "- [ ] ",
            ),
            (
                "Your first week",
                YES,
                "Whom to meet, what to read, what to try. Link to the pages instead of repeating them.",
                "- [ ] ",
            ),
            (
                "Your first month",
                NO,
                "What they should be able to do alone by then, and when the two of you look back on it together.",
                "",
            ),
            (
                "Whom to ask",
                YES,
                "For each kind of question, one person or one place. Say that asking is welcome.",
                "",
            ),
            (
                "Words you will hear",
                NO,
                "The abbreviations and names that everybody here uses without thinking. Better still, propose them for the glossary.",
                "",
            ),
        ],
    ),
    (
        "Company page",
        "What we stand for and agreed on, for everybody.",
        "expertise",
        "company",
        [
            (
                "In short",
                YES,
                "The one thing that everybody should remember, in two or three sentences.",
                "",
            ),
            (
                "What it means for you",
                YES,
                "What people do differently because of it, with an example from a normal working day.",
                "",
            ),
            (
                "Why it is so",
                YES,
                "The reasons and, if there is one, the story. What we decided against, and why.",
                "",
            ),
            (
                "Who answers your questions",
                NO,
                "A person or a team, and how to reach them.",
                "",
            ),
            ("Related", NO, "Pages that say more. Type [[ and a title.", ""),
        ],
    ),
    (
        "Methodology",
        "A way of working that has proved itself.",
        "expertise",
        "methodology",
        [
            (
                "What it is good for",
                YES,
                "Which problem it solves, and how one notices that one has it.",
                "",
            ),
            (
                "When to use it, and when not",
                YES,
                "Where it works well, and where something else is better. Be honest about what it costs: time, people, patience.",
                "",
            ),
            (
                "How it works",
                YES,
                "The idea in a few paragraphs, then how to go about it. Somebody who never did it should be able to try it tomorrow.",
                "",
            ),
            (
                "An example",
                YES,
                "One real case from here: what you began with, what you did, what came of it. No names of clients where they would mind.",
                "",
            ),
            (
                "What to watch out for",
                NO,
                "The mistakes you made yourselves, so that others can make new ones.",
                "",
            ),
            ("Who knows more", NO, "Colleagues who have done it often, books, links.", ""),
        ],
    ),
    (
        "Product",
        "One of our products, or a part of it, for colleagues who do not build it.",
        "expertise",
        "product",
        [
            (
                "What it does",
                YES,
                "In the words of a client, without jargon: what they can do with it that they could not do before.",
                "",
            ),
            (
                "Who uses it",
                YES,
                "Which people in which companies, and what they had before. An example says more than a list.",
                "",
            ),
            (
                "How it works",
                YES,
                "As much as you need to explain it in five minutes. A picture is worth the trouble.",
                "",
            ),
            (
                "What it does not do",
                YES,
                "What people expect of it in vain, and what to offer them instead. This saves more trouble than anything else here.",
                "",
            ),
            (
                "What clients ask",
                NO,
                "Their real questions, in their words, each with an answer that you would give on the telephone.",
                "",
            ),
            ("Who knows more", NO, "Who builds it, who sells it, who helps with it.", ""),
        ],
    ),
    (
        "Sector expertise",
        "A market that our clients work in, for whoever talks to them.",
        "expertise",
        "sector",
        [
            (
                "The sector in short",
                YES,
                "Who these companies are, what they earn their money with, and what keeps them awake at night.",
                "",
            ),
            (
                "Words they use",
                NO,
                "Terms that one should know before the first meeting, each in a sentence.",
                "",
            ),
            (
                "What they need from us",
                YES,
                "Their most common problems, and which of our products help with which.",
                "",
            ),
            (
                "Rules and dates",
                NO,
                "Laws, seasons and deadlines that decide when they buy and what they may do. Say where you have it from and when it was checked.",
                "",
            ),
            (
                "Our experience",
                YES,
                "Clients we have worked for, what went well and what did not. No figures that are not public.",
                "",
            ),
            ("Who knows more", NO, "Colleagues with experience, sources worth reading.", ""),
        ],
    ),
    (
        "Meeting or decision note",
        "What was decided, by whom and why, so that nobody has to ask again.",
        "expertise",
        "",
        [
            (
                "What was decided",
                YES,
                "First of all, in one or two sentences that can stand alone. If nothing was decided, say what is still open.",
                "",
            ),
            (
                "Date and people",
                YES,
                "When it was, who was there, and who had the last word.",
                "",
            ),
            (
                "Why",
                YES,
                "What spoke for it, what against it, and what else was considered. In half a year this is what people will look for.",
                "",
            ),
            (
                "What happens next",
                YES,
                "Who does what, until when: one line for each. Write “nothing” if nothing follows.",
                "- [ ] ",
            ),
            (
                "When we look at it again",
                NO,
                "A date, or what would have to happen for us to change our minds.",
                "",
            ),
        ],
    ),
    (
        "FAQ",
        "Questions that keep coming, each with a short answer.",
        "expertise",
        "",
        [
            (
                "Questions",
                YES,
                "Each question as a heading of the third level (### and a blank), in the words in which it is asked. Begin the answer with yes, no or what to do; the reasons come after. The most frequent one comes first.",
                "",
            ),
            (
                "Your question is not here?",
                YES,
                "Whom to ask, and that this page grows with every new question.",
                "",
            ),
            ("Related", NO, "Pages that say more. Type [[ and a title.", ""),
        ],
    ),
]


def ship(apps: Apps, schema_editor: BaseDatabaseSchemaEditor | None = None) -> None:
    """Adds those templates that are not there."""
    template, section, version = (
        apps.get_model("processes", name)
        for name in ("ArticleTemplate", "TemplateSection", "TemplateVersion")
    )
    for position, (name, description, kind, topic, sections) in enumerate(SHIPPED, start=1):
        place = {"kind": kind, "topic": topic, "department": None}
        if template.objects.filter(name=name, **place).exists():
            continue
        made = template.objects.create(
            name=name, description=description, position=position * 10, version=1, **place
        )
        kept: list[dict[str, Any]] = [
            {"heading": heading, "hint": hint, "starter": starter, "is_required": required}
            for heading, required, hint, starter in sections
        ]
        section.objects.bulk_create(
            section(template=made, position=number * 10, **row)
            for number, row in enumerate(kept, start=1)
        )
        version.objects.create(template=made, number=1, name=name, sections=kept)


def take_back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Takes away those that nobody changed since."""
    shipped = [
        apps.get_model("processes", "ArticleTemplate")
        .objects.filter(name=name, kind=kind, topic=topic, department=None, version=1)
        .values_list("pk", flat=True)
        .first()
        for name, _, kind, topic, _ in SHIPPED
    ]
    # One table after the other: models of a state in between do not know each other well enough
    # for a cascade.
    for name, column in (
        ("TemplateSection", "template_id"),
        ("TemplateVersion", "template_id"),
        ("ArticleTemplate", "id"),
    ):
        rows = apps.get_model("processes", name).objects.filter(**{f"{column}__in": shipped})
        rows._raw_delete(rows.db)


class Migration(migrations.Migration):
    dependencies = [("processes", "0011_the_editor_and_the_writing_rules")]

    operations = [migrations.RunPython(ship, take_back)]
