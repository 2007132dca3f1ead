from __future__ import annotations

import inspect

from screener.cli.groups import takes
from screener.cli.options import ScreenOptions
from screener.cli.output import OutputOptions


def test_a_verbs_own_parameters_stay_beside_the_shared_ones() -> None:
    def verb(name: str, options: ScreenOptions) -> None: ...

    parameters = inspect.signature(takes(options=ScreenOptions)(verb)).parameters
    assert list(parameters)[:2] == ["name", "preset"]
    assert "options" not in parameters


def test_each_group_arrives_with_what_was_given_to_it() -> None:
    received = {}

    def verb(name: str, options: ScreenOptions, output: OutputOptions) -> None:
        received.update(name=name, options=options, output=output)

    command = takes(options=ScreenOptions, output=OutputOptions)(verb)
    given = {name: p.default for name, p in inspect.signature(command).parameters.items()}
    command(**{**given, "name": "x", "limit": 3, "bom": True})
    assert received == {
        "name": "x", "options": ScreenOptions(limit=3), "output": OutputOptions(bom=True)
    }  # fmt: skip
