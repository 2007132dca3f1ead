"""Companies looked up by name, where a name is all that there is.

Other than under a ticker (:mod:`.names`), nothing else speaks for a likeness here: two companies
are one only if their names are the same, and where they are ordinary words only if HOLDINGS and
GROUP are the same as well: GRAHAM CORP is not GRAHAM HOLDINGS.
"""

from __future__ import annotations

from collections.abc import Sequence

from screener.sources.names import begins_form, glued, in_full, is_ordinary, may_be_cut

_ENOUGH = 20  # letters of a cut name's words


class NameIndex:
    """Names and where they stand in a list.

    ``cut``: long names may lack their ends. ``legal``: the legal form of ordinary names has to be
    the same, too.
    """

    def __init__(self, names: Sequence[str], *, cut: bool = False, legal: bool = False) -> None:
        self._legal = legal
        self._in_full: dict[str, list[int]] = {}
        self._glued: dict[str, list[int]] = {}
        self._cut: list[tuple[int, _CutName]] = []
        for at, name in enumerate(names):
            self._in_full.setdefault(self._whole(name), []).append(at)
            if not is_ordinary(name):
                self._glued.setdefault(glued(name), []).append(at)
            if cut and may_be_cut(name):
                self._cut.append((at, _CutName(name)))

    def find(self, name: str) -> list[int]:
        """Return the places of the names that are the same; none that are only alike.

        The names that agree in all that tells them; without such, those that agree in what tells a
        company; without such, those that were cut and begin as this one does.
        """
        whole = self._whole(name)
        if not whole:
            return []
        same = self._in_full.get(whole, [])
        if not same and not is_ordinary(name):
            same = self._glued.get(glued(name), [])
        if same or not self._cut:
            return same
        texts = (in_full(name), glued(name))
        return [at for at, cut in self._cut if cut.may_be(*texts)]

    def _whole(self, name: str) -> str:
        return in_full(name, legal=self._legal and is_ordinary(name))


class _CutName:
    """A name whose last word may be a part of one, even of one that doesn't count (CLAS)."""

    def __init__(self, name: str) -> None:
        shorter, _, last = name.rpartition(" ")
        self._begins = (in_full(name), glued(name))
        if not begins_form(last):
            shorter = ""
        self._is = (in_full(shorter), "" if is_ordinary(shorter) else glued(shorter))

    def may_be(self, *texts: str) -> bool:
        """Say whether a whole name begins as this one, or is this one but for its last word.

        ``texts``: the name as ``in_full`` and ``glued`` give it."""
        return any(
            text == whole or (len(begin) >= _ENOUGH and text.startswith(begin))
            for text, whole, begin in zip(texts, self._is, self._begins, strict=True)
        )
