"""What admins set about a rule, checked before it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from processes.text.writing_rules.model import Parameter, Rule, Value

_MOST_WORDS = 500
_LONGEST_WORD = 100


class BadParameter(ValueError):
    """What was given for a parameter is no value of it; `name` says for which."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


def cleaned(rule: Rule, parameters: Mapping[str, Any]) -> dict[str, Value]:
    """The parameters as they are kept: known ones only, of the right type, defaults left out.

    Raises BadParameter.
    """
    for name in parameters:
        if name not in rule.parameters:
            raise BadParameter(name, f"This rule has no parameter “{name}”.")
    values = {
        name: _value(name, rule.parameters[name], given) for name, given in parameters.items()
    }
    return {name: value for name, value in values.items() if value != rule.defaults[name]}


def _value(name: str, parameter: Parameter, given: Any) -> Value:
    if isinstance(parameter.default, int):
        return _number(name, parameter, given)
    if isinstance(parameter.default, str):
        if given not in dict(parameter.choices):
            raise BadParameter(name, f"{parameter.label}: choose one of those offered.")
        return str(given)
    return _words(name, parameter, given)


def _number(name: str, parameter: Parameter, given: Any) -> int:
    is_number = isinstance(given, int) and not isinstance(given, bool)
    if not is_number or not parameter.smallest <= given <= parameter.largest:
        limits = f"{parameter.smallest} to {parameter.largest}"
        raise BadParameter(name, f"{parameter.label}: a whole number from {limits}.")
    return int(given)


def _words(name: str, parameter: Parameter, given: Any) -> list[str]:
    if not isinstance(given, list) or not all(isinstance(word, str) for word in given):
        raise BadParameter(name, f"{parameter.label}: a list of words, one a line.")
    words = list(dict.fromkeys(" ".join(word.split()) for word in given if word.strip()))
    if len(words) > _MOST_WORDS or any(len(word) > _LONGEST_WORD for word in words):
        most = f"{_MOST_WORDS} entries of {_LONGEST_WORD} characters"
        raise BadParameter(name, f"{parameter.label}: at most {most}.")
    return words
