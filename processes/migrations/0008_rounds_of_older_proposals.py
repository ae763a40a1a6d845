"""What was put before somebody until now is noted as a round, and the log gets the words of its day.

Of earlier rounds only the last text is known. Comparisons are made when a text is submitted, so
these have none; pages fall back to the comparison of the source.
"""

import datetime

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

CHUNK = 200


def note_rounds(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    proposals = apps.get_model("processes", "Proposal").objects.exclude(round=0)
    for proposal in proposals.select_related("article__department").iterator(chunk_size=CHUNK):
        _note_round(apps, proposal)
        _complete_log(apps, proposal)


def _note_round(apps: StateApps, proposal: object) -> None:
    logged = apps.get_model("processes", "Decision").objects.filter(proposal=proposal)
    submitted = logged.filter(action="submitted").order_by("-pk").first()
    apps.get_model("processes", "Round").objects.create(
        proposal=proposal,
        number=proposal.round,
        by_id=proposal.author_id,
        at=proposal.submitted_at or proposal.saved_at,
        base_version=proposal.base_version,
        title=proposal.title,
        summary=proposal.summary,
        body=proposal.body,
        note=proposal.note,
        significance=proposal.significance,
        digest=submitted.digest if submitted else "",
        html=proposal.html,
    )
    if proposal.state == "pending" and proposal.submitted_at:
        days = proposal.article.department.decide_days
        proposal.due_on = _working_days_on(proposal.submitted_at.date(), days)
        proposal.save(update_fields=["due_on"])


def _complete_log(apps: StateApps, proposal: object) -> None:
    round_ = 0
    log = apps.get_model("processes", "Decision").objects.filter(proposal=proposal)
    for decision in log.order_by("pk"):
        round_ += decision.action == "submitted"
        decision.round = round_ or None
        decision.note = proposal.note
        decision.save(update_fields=["round", "note"])


def _working_days_on(day: datetime.date, days: int) -> datetime.date:
    while days:
        day += datetime.timedelta(days=1)
        days -= day.weekday() < 5
    return day


class Migration(migrations.Migration):
    dependencies = [("processes", "0007_the_approval_workflow")]

    operations = [migrations.RunPython(note_rounds, migrations.RunPython.noop)]
