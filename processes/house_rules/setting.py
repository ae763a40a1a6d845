"""How strict each rule is for one page."""

from __future__ import annotations

from django.db.models import Q

from accounts.models import Department
from accounts.models.tree import DepartmentTree, load_tree
from processes.models import RuleSetting
from processes.text.writing_rules import RULES, Rule, Setting


def settings_for(
    kind: str, department: Department, tree: DepartmentTree | None = None
) -> dict[str, Setting]:
    """The setting of every rule for pages of a kind in a department, by the key of the rule.

    The nearest one counts: of the department, then of those above it, then of the company; within
    each, one for this kind before one for all kinds. One query, and one for the tree where the
    caller has none.
    """
    tree = tree or load_tree()
    line = list(tree.shape.lineages.get(department.pk, (department.pk,)))
    here = Q(department=None) | Q(department__in=line)
    rows = RuleSetting.objects.filter(here, kind__in=("", kind)).order_by()

    def nearness(row: RuleSetting) -> tuple[int, bool]:
        steps = line.index(row.department_id) if row.department_id else len(line)
        return -steps, bool(row.kind)

    nearest = {row.rule: row for row in sorted(rows, key=nearness)}
    return {rule.key: _setting(rule, nearest.get(rule.key)) for rule in RULES}


def _setting(rule: Rule, row: RuleSetting | None) -> Setting:
    """A parameter that a rule had once, or will have, is not told to it."""
    if row is None:
        return Setting(rule.level, rule.defaults)
    known = {name: value for name, value in row.parameters.items() if name in rule.parameters}
    return Setting(row.level, rule.defaults | known)
