"""What a session knows of updates. Light: the work itself is in :mod:`screener.tui.state.updating`,
which is imported when the first one begins."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screener.tui.state.updating import Update


@dataclass
class Updates:
    """The update at work or the last one, the files' form as it was last filled (field → text), and
    who asked the SEC last, "" for nobody yet."""

    current: Update | None = None
    filled: dict[str, str] = field(default_factory=dict)
    contact: str = field(default="", repr=False)

    @property
    def at_work(self) -> Update | None:
        """The update that has not ended."""
        return self.current if self.current is not None and self.current.at_work else None

    @property
    def ready(self) -> bool:
        """Whether an update has ended of which the session knows nothing yet."""
        current = self.current
        return current is not None and not current.at_work and not current.taken
