"""A page that readers do not know yet: also where it belongs and what it is."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Department
from processes import permissions, proposed_filing, publishing
from processes.models import Article, Kind, Proposal
from processes.page_forms.base import PageForm
from processes.page_forms.pages import named


class NewArticleForm(PageForm):
    """`article` and `proposal` are given while the page's first proposal is written on."""

    department = forms.ModelChoiceField(
        Department.objects.none(),
        empty_label="Choose…",
        help_text="Its manager will own the page and decide on it.",
        error_messages={"required": "Choose the department the page belongs to."},
    )
    field_order = ("title", "department", "kind", "topic", "summary", "body", "note")

    def __init__(
        self,
        *args: Any,
        article: Article | None = None,
        proposal: Proposal | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.article = article
        self.begin_facts(proposal)
        if article and proposal:
            self.initial = {**self._as_filed(article, proposal.filing), **self.initial}
        self.fields["department"].queryset = permissions.departments_open_to(self.user)
        self.fields["base_version"].initial = 0
        self.fields["kind"].required, self.fields["kind"].initial = True, Kind.PROCESS
        self.fields["owner"].help_text = (
            "Leave it empty if the department’s manager shall own the page. Anybody else has to"
            " accept it once it is approved."
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.settle_owner(cleaned)
        self.settle_topic(cleaned)
        self.settle_facts(cleaned)
        self.settle_parent(cleaned, self.article)
        if cleaned.get("title") and cleaned.get("department"):
            self._refuse_a_title_twice(cleaned["title"], cleaned["department"])
        return cleaned

    def filing(self) -> dict[str, Any]:
        data = self.cleaned_data
        asked = {name: data[name].pk for name in ("owner", "parent") if data[name]}
        if self.article is None:
            return asked
        now = proposed_filing.of(self.article)
        if data["department"] != now.department:
            asked["department"] = data["department"].pk
        if (data["kind"], data["topic"]) != (now.kind, now.topic):
            asked |= {"kind": data["kind"], "topic": data["topic"]}
        return asked

    @property
    def filed_as(self) -> str:
        """Who shall own the page and what it is a part of, in a line."""
        owner, parent = self["owner"].value(), self["parent"].value()
        parts = [f"owner {owner}" if owner else "owned by the department’s manager"]
        return " · ".join([*parts, f"part of “{parent}”"] if parent else parts)

    def _as_filed(self, article: Article, asked: dict[str, Any]) -> dict[str, Any]:
        pages = Article.objects.visible_to(self.user).for_lists()
        parent = pages.filter(pk=asked["parent"]).first() if asked.get("parent") else None
        return {
            "department": article.department_id,
            "kind": article.kind,
            "topic": article.topic,
            "owner": proposed_filing.person(asked.get("owner")),
            "parent": named(parent) if parent else "",
        }

    def _refuse_a_title_twice(self, title: str, department: Department) -> None:
        same = Article.objects.visible_to(self.user).filter(
            department=department, title_key=publishing.title_key(title), version__gt=0
        )
        if same.exists():
            self.add_error(
                "title",
                f"{department} already has a page with this title. Propose a change to it instead.",
            )
