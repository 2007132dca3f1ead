"""What is wrong with a screen's values, in plain words: nothing of the library that finds it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

_MOST = 4  # problems told one by one

_NEEDED = {
    "bool_type": "true or false",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "string_type": "a text",
    "tuple_type": "a list",
}
"""Types of pydantic's errors, and what the value should have been."""

_BOUNDS = {
    "greater_than_equal": "at least {ge} is needed",
    "less_than_equal": "at most {le} is allowed",
}


def problems(error: ValidationError) -> list[tuple[str, str]]:
    """Return the field and the message of each thing that is wrong with a screen's values."""
    found = error.errors(include_url=False)
    # A list of which every item is wrong is called too short besides.
    with_items = {problem["loc"][0] for problem in found if len(problem["loc"]) > 1}
    told = [
        (str(problem["loc"][0]), message_of(problem))
        for problem in found
        if len(problem["loc"]) > 1 or problem["loc"][0] not in with_items
    ]
    return list(dict.fromkeys(told))


def message_of(problem: Any) -> str:
    """Return in plain words what one of a ``ValidationError``'s errors says."""
    context, not_this = problem.get("ctx", {}), f"not {_shown(problem['input'])}"
    match problem["type"]:
        case "value_error":
            return str(context["error"]).removesuffix(".")
        case "too_short":
            return "at least one is needed"
        case bound if bound in _BOUNDS:
            return f"{_BOUNDS[bound].format(**context)}, {not_this}"
        case "literal_error":
            return f"{context['expected']} is needed, {not_this}"
        case kind if kind in _NEEDED:
            return f"{_NEEDED[kind]} is needed, {not_this}"
    text: str = problem["msg"]
    return f"{text[:1].lower()}{text[1:]}, {not_this}"


def listed(messages: Sequence[str]) -> str:
    """Return messages on one line; the first few, and how many more there are."""
    more = len(messages) - _MOST
    return " · ".join([*messages[:_MOST], *([f"and {more} more"] if more > 0 else [])])


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
