"""Write ``docs/metrics.md`` from the registry of metrics: ``python docs/make_metrics.py``."""

from __future__ import annotations

from pathlib import Path

from screener.present.fields import markdown

if __name__ == "__main__":
    Path(__file__).with_name("metrics.md").write_text(markdown(), encoding="utf-8")
