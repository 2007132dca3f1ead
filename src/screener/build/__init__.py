"""The pipeline: sources → fundamentals and verdicts → a snapshot. It yields events and prints
nothing."""

from screener.build.events import BuildEvent, Built, Progress, Report
from screener.build.pipeline import BuildRequest, build

__all__ = ["BuildEvent", "BuildRequest", "Built", "Progress", "Report", "build"]
