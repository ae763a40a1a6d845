"""The rules of writing in Django admin: how strict each is, for which pages, with which numbers.

A rule that nobody has set has no row; the page of all settings lists every rule.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html

from processes.models import Level, RuleSetting
from processes.text.writing_rules import RULES, BadParameter, Parameter, Rule, Value, cleaned
from processes.text.writing_rules import rule as rule_called

LEVELS = {Level.BLOCKING: "Blocking", Level.ADVICE: "Advice", Level.OFF: "Off"}
PREFIX = "set_"  # of the fields that hold parameters


class SettingForm(forms.ModelForm):
    """`house_rule` is the rule that is set; a field stands for each of its parameters."""

    house_rule: Rule
    rule = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = RuleSetting
        fields = ("rule", "kind", "department", "level")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule = self.house_rule
        kept = self.instance.parameters if self.instance.pk else {}
        values = rule.defaults | {name: kept[name] for name in rule.parameters if name in kept}
        self.initial |= {f"{PREFIX}{name}": _shown(value) for name, value in values.items()}
        self.initial["rule"] = rule.key
        if not self.instance.pk:
            self.initial["level"] = rule.level

    def clean_rule(self) -> str:
        return self.house_rule.key

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        given = {
            name: data[f"{PREFIX}{name}"]
            for name in self.house_rule.parameters
            if f"{PREFIX}{name}" in data
        }
        try:
            self.instance.parameters = cleaned(self.house_rule, given)
        except BadParameter as error:
            self.add_error(f"{PREFIX}{error.name}", str(error))
        return data


class Lines(forms.CharField):
    """A list of words, one a line."""

    widget = forms.Textarea

    def clean(self, value: Any) -> list[str]:
        return [line for line in super().clean(value).splitlines() if line.strip()]


@admin.register(RuleSetting)
class RuleSettingAdmin(admin.ModelAdmin):
    list_display = ("called", "where", "which", "level", "numbers")
    list_select_related = ("department",)

    def get_form(
        self, request: HttpRequest, obj: RuleSetting | None = None, change: bool = False, **how: Any
    ) -> type[forms.ModelForm]:
        rule = _rule_of(request, obj)
        fields = {f"{PREFIX}{name}": _field(one) for name, one in rule.parameters.items()}
        how["form"] = type("RuleForm", (SettingForm,), {"house_rule": rule, **fields})
        return super().get_form(request, obj, change, **how)

    def get_fieldsets(self, request: HttpRequest, obj: RuleSetting | None = None) -> Any:
        rule = _rule_of(request, obj)
        said = format_html("{} As it comes: {}.", rule.why, LEVELS[Level(rule.level)].lower())
        fields = ["rule", "kind", "department", "level"]
        fields += [f"{PREFIX}{name}" for name in rule.parameters]
        return [(rule.label, {"fields": fields, "description": said})]

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Which rule is set stands in the address: the list of all rules leads here."""
        if rule_called(request.GET.get("rule", "")) is None:
            return redirect("admin:processes_rulesetting_changelist")
        return super().add_view(request, *args, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: RuleSetting | None = None) -> bool:
        """What a rule was told that is no more can only be read, and deleted."""
        is_known = obj is None or rule_called(obj.rule) is not None
        return is_known and super().has_change_permission(request, obj)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        rules = [{"rule": rule, "level": LEVELS[Level(rule.level)]} for rule in RULES]
        more = {**(extra_context or {}), "rules": rules, "title": "The rules of writing"}
        return super().changelist_view(request, more)

    @admin.display(description="Rule", ordering="rule")
    def called(self, setting: RuleSetting) -> str:
        rule = rule_called(setting.rule)
        return rule.label if rule else setting.rule

    @admin.display(description="In", ordering="department__name")
    def where(self, setting: RuleSetting) -> str:
        return str(setting.department or "The whole company")

    @admin.display(description="Pages", ordering="kind")
    def which(self, setting: RuleSetting) -> str:
        return setting.get_kind_display() if setting.kind else "All kinds"

    @admin.display(description="With")
    def numbers(self, setting: RuleSetting) -> str:
        rule = rule_called(setting.rule)
        known = rule.parameters if rule else {}
        told = [
            f"{known[name].label}: {_shown(value, ', ')}"
            for name, value in setting.parameters.items()
            if name in known
        ]
        return " · ".join(told) or "–"


def _rule_of(request: HttpRequest, obj: RuleSetting | None) -> Rule:
    key = obj.rule if obj else request.GET.get("rule", "")
    gone = Rule(key, key, "This rule is no more.", "off", lambda page, values: ())
    return rule_called(key) or gone


def _field(parameter: Parameter) -> forms.Field:
    given = {"label": parameter.label, "help_text": parameter.help}
    if isinstance(parameter.default, int):
        limits = {"min_value": parameter.smallest, "max_value": parameter.largest}
        return forms.IntegerField(**given, **limits)
    if isinstance(parameter.default, str):
        return forms.ChoiceField(**given, choices=parameter.choices)
    return Lines(**given, required=False)


def _shown(value: Value, between: str = "\n") -> Value:
    return between.join(value) if isinstance(value, list) else value
