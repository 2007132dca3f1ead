"""The page of the documentation about settings: every key, every environment variable."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from screener.settings.model import Settings
from screener.settings.problems import Key
from screener.settings.reading import VARIABLES

OTHER_VARIABLES = {
    "SCREENER_DATA_DIR": "The folder of the snapshots (`snapshots/`, and `current`, which names"
    " one) and of the files that were fetched (`sources/`).",
    "SCREENER_CONFIG_DIR": "The folder of `settings.toml`, of your `presets/` and of the"
    " watchlist.",
    "SCREENER_STATE_DIR": "The folder of what the terminal interface remembers; it can be lost"
    " without harm.",
    "SCREENER_CACHE_DIR": "The folder of what can be computed again.",
    "SCREENER_PACE_FILE": "The file by which all runs on this machine keep to one rate together.",
    "SSL_CERT_FILE": "A file of certificates to trust in place of the usual ones, such as that of"
    " an employer's gateway.",
    "HTTPS_PROXY": "The proxy that requests go through.",
}
"""The environment variables that are no key of the file, and what each does."""


def markdown() -> str:
    """Return the page."""
    rows = [f"| `{'.'.join(key)}` | {default} | {about} |" for key, default, about in _keys()]
    variables = [f"| `{name}` | `{'.'.join(key)}` |" for name, key in VARIABLES.items()]
    others = [f"| `{name}` | {about} |" for name, about in OTHER_VARIABLES.items()]
    return "\n".join(
        [
            "# Settings",
            "",
            "What is settled once stands in `settings.toml`, in the folder above the one that"
            " `screen presets path` prints. Every key can be left out, and so can the file; a key"
            " that is none is an error that names the nearest one. An option of a command wins"
            " over the environment, the environment over the file.",
            "",
            "```toml",
            'contact = "Jane Doe jane@example.com"',
            "keep_snapshots = 10",
            "```",
            "",
            "| key | default | meaning |",
            "|---|---|---|",
            *rows,
            "",
            "A key such as `addresses.sec` stands as `sec` below a line `[addresses]`.",
            "",
            "## Environment variables",
            "",
            "Each of these takes the place of a key. An empty one counts as not set.",
            "",
            "| variable | key |",
            "|---|---|",
            *variables,
            "",
            "These have no key:",
            "",
            "| variable | meaning |",
            "|---|---|",
            *others,
            "",
        ]
    )


def _keys(model: type[BaseModel] = Settings, before: Key = ()) -> Iterator[tuple[Key, str, str]]:
    """Each key with its default and its meaning; after a table's the keys in it."""
    for name, field in model.model_fields.items():
        key, about = (*before, name), str(field.description)
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield key, "", about
            yield from _keys(inner, key)
        else:
            yield key, "none" if field.default is None else f"`{_toml(field.default)}`", about


def _toml(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else f"{value:g}"
