"""Groups of options that several verbs share: a dataclass whose fields are options."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import fields
from typing import Any, get_type_hints


def given(options: object) -> list[str]:
    """Return the options of a group that were given, as they are written."""
    names = [field.name for field in fields(options) if getattr(options, field.name) is not None]  # type: ignore[arg-type]  # a group is a dataclass
    return [f"--{name.replace('_', '-')}" for name in names]


def takes(**groups: type) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of each group; it receives ``name=Group(...)`` for each.

    A group is a dataclass whose fields are annotated options with defaults."""
    shared = {name: _parameters(group) for name, group in groups.items()}

    def decorated(command: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(command)
        def with_options(**arguments: Any) -> None:
            taken = {
                name: groups[name](
                    **{parameter.name: arguments.pop(parameter.name) for parameter in parameters}
                )
                for name, parameters in shared.items()
            }
            command(**taken, **arguments)

        signature = inspect.signature(command, eval_str=True)
        own = [each for name, each in signature.parameters.items() if name not in groups]
        every = [*own, *(parameter for found in shared.values() for parameter in found)]
        parameters = sorted(every, key=lambda parameter: parameter.kind)
        with_options.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]  # any function has one
        with_options.__annotations__ = {p.name: p.annotation for p in parameters}
        return with_options

    return decorated


@functools.cache  # many verbs share a group, and evaluating its annotations takes time
def _parameters(group: type) -> tuple[inspect.Parameter, ...]:
    hints = get_type_hints(group, include_extras=True)
    return tuple(
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=field.default,
            annotation=hints[field.name],
        )
        for field in fields(group)
    )
