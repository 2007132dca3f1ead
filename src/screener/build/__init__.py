"""The pipeline: sources → fundamentals and verdicts → a snapshot. It yields events and prints
nothing. The pipeline itself is imported when it is first asked for; whoever only looks at its
events does without all that reads and computes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screener.build.events import BuildEvent, Built, Progress, Report

if TYPE_CHECKING:
    from screener.build.pipeline import BuildRequest, build

__all__ = ["BuildEvent", "BuildRequest", "Built", "Progress", "Report", "build"]


def __getattr__(name: str) -> object:
    if name not in ("BuildRequest", "build"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from screener.build import pipeline

    found: object = getattr(pipeline, name)
    return found
