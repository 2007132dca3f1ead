"""For how long the last line says what just happened."""

from __future__ import annotations

SECONDS = 8.0
"""Then the keys come back; a question that stood there is forgotten with it."""
