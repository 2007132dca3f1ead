"""What the user has settled once: the contact for the SEC, how much is kept, how fast and where to
ask. From ``settings.toml`` in the config folder, and from the environment, which wins.

Importing this loads pydantic: a verb of the command line does it inside its function."""

from screener.settings.contact import checked_contact
from screener.settings.keeping import remember_contact
from screener.settings.model import Addresses, Settings
from screener.settings.reading import load_settings

__all__ = ["Addresses", "Settings", "checked_contact", "load_settings", "remember_contact"]
