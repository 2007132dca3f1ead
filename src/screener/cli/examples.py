"""What every verb is for, in one short line, and examples of it: for ``--help`` and for the docs.

Each example runs on the bundled sample, but for those that name a file of one's own."""

from __future__ import annotations

from dataclasses import dataclass

import typer


@dataclass(frozen=True, slots=True)
class Example:
    """A command line, without ``screen``, and what it does."""

    line: str
    does: str


@dataclass(frozen=True, slots=True)
class Verb:
    """What stands beside a verb in a list of verbs, whole at eighty columns; its examples."""

    short: str
    examples: tuple[Example, ...]


def _verb(short: str, *examples: tuple[str, str]) -> Verb:
    return Verb(short, tuple(Example(line, does) for line, does in examples))


VERBS: dict[str, Verb] = {
    "": _verb(
        "The terminal interface.",
        ("--preset rate-cut-winners", "The terminal interface, on those that lower rates help."),
        ("export --growth-above 8% --debt-type none", "Profitable, growing, without debt: as CSV."),
        ("show HXMV", "Everything about one company, and why it passes or fails."),
        ("sectors --zombie-definition fed", "The sectors side by side."),
    ),
    "export": _verb(
        "Write the companies that pass a screen to a file or a pipe.",
        ("export --sector Industrials --output growers.csv",
         "Growing industrials, in a file."),
        ("export --preset rate-cut-winners --rate-move -50bp --limit 20",
         "The twenty that gain most from a cut by half a point."),
        ("export --where \"pe < 12 AND debt_to_equity < 50%\" --explain --output cheap.xlsx",
         "Cheap and little indebted growers, a column for each rule, for Excel."),
        ("export --preset everything --columns ticker,growth --as-of 2024-06-30",
         "All companies with the figures on growth that were known on that day."),
    ),
    "funnel": _verb(
        "What each rule costs, and what each filter's value gives.",
        ("funnel", "The rules one by one, and the filters with their counts."),
        ("funnel --preset cheap-growers --debt-type none --table rules",
         "Each rule alone, with those before it, and what is left without it."),
        ("funnel --table filters --format csv",
         "What each value of each filter gives and the option for it, as data."),
    ),
    "show": _verb(
        "One company: its figures, and why it passes or fails.",
        ("show HXMV", "Figures, rules, debt, zombie verdicts by year, filings."),
        ("show HXMV --facts revenue_growth", "Every fact behind a figure, and the sum redone."),
        ("show HXMV --table years --format csv", "Its fiscal years, as data."),
        ("show HXMV --preset rate-cut-winners --rate-move -150bp",
         "What another preset says of it, at another move of the rate."),
    ),
    "compare": _verb(
        "Companies side by side, the best of each figure marked.",
        ("compare HXMV QRMFB3 QCXBB1", "All that is reported, and what a screen says of each."),
        ("compare HXMV QRMFB3 --columns growth,pe --preset cheap-growers",
         "Some figures, and another screen."),
        ("compare HXMV QRMFB3 --columns all --format csv", "A row for each, as in an export."),
    ),
    "debt": _verb(
        "Debt by instrument, its type, and what a rate move saves.",
        ("debt HXMV", "The instruments of a company, and the verdict."),
        ("debt crsr-20241231_htm.xml --format json", "The same of any filing's XBRL instance."),
        ("debt --rate-move -100bp", "What a cut by one point saves, by sector."),
    ),
    "zombies": _verb(
        "The definitions of a zombie side by side.",
        ("zombies", "Counts, overlap, who is flagged by one only and why, by year."),
        ("zombies --table years --format csv", "The share of zombies by fiscal year, as data."),
    ),
    "sectors": _verb(
        "The sectors and the index side by side.",
        ("sectors", "Profit, zombies, growth, P/E, debt of each sector and the index."),
        ("sectors --preset profitable-growers --sort -companies",
         "Of those that pass a preset, the sector with the most first."),
        ("sectors --rate-move -100bp --format csv", "What a cut by one point saves, as data."),
    ),
    "histogram": _verb(
        "How a metric is spread: over all, and over those that pass.",
        ("histogram revenue_growth", "Bars with the threshold of the screen among them."),
        ("histogram pe --preset cheap-growers --bins 30", "Finer, and as another preset sees it."),
        ("histogram debt_type --preset everything --format csv",
         "How many have debt of each type, as data."),
    ),
    "diff": _verb(
        "What entered and left a screen and the index in between.",
        ("diff 2025-12-31", "Since then: a snapshot of that day, else the facts known then."),
        ("diff 2024-12-31 2025-12-31 --preset cheap-growers --table screen",
         "Who entered and left another preset in a year, and by which rule."),
        ("diff IWM_2026-01-21.csv --iwb IWB_holdings.csv --table index",
         "Who was added, removed or promoted since an earlier holdings file."),
        ("diff primary_doc.xml --table index --format csv",
         "Who was added or removed since the fund's report to the SEC."),
    ),
    "fields": _verb(
        "Every metric: unit, formula, coverage, why it is unknown.",
        ("fields", "All of them."),
        ("fields interest_coverage", "One in full, with the reasons why it is unknown."),
    ),
    "calendar": _verb(
        "When the index's members change, past and next.",
        ("calendar", "The last three reconstitutions and the next three."),
        ("calendar --years 2024..2027 --format csv", "Those of some years, as data."),
        ("calendar --on 2026-06-01", "As they were seen on a day."),
    ),
    "status": _verb(
        "Which snapshot is used, how fresh, how complete, how large.",
        ("status", "Everything in short."),
        ("status --check", "Also whether every table is what was written."),
        ("status --table coverage --format csv", "How many know each metric, as data."),
    ),
    "presets": _verb(
        "Saved screens: list, show, save, edit, check.",
        ("presets list", "Which there are."),
        ("presets save mine --preset cheap-growers --sector Energy",
         "Keep a variation as your own."),
        ("export --preset mine", "Use it."),
    ),
    "presets list": _verb(
        "The presets: name, whose, title and description.",
        ("presets list", "The built-in ones and yours."),
    ),
    "presets show": _verb(
        "A preset as it stands in its file.",
        ("presets show rate-cut-winners", "A built-in one, to learn from."),
        ("presets show ./mine.toml", "A file of yours."),
    ),
    "presets save": _verb(
        "Save a screen under a name.",
        ("presets save mine --growth-above 8% --debt-type none", "The default, changed."),
        ("presets save mine --preset cheap-growers --where \"pe < 10\" --replace",
         "Another, in the place of the first."),
    ),
    "presets edit": _verb(
        "Edit a preset of yours; only a valid one is kept.",
        ("presets edit mine", "In $VISUAL or $EDITOR."),
    ),
    "presets rename": _verb(
        "Rename a preset of yours.", ("presets rename mine industrials", "Under another name.")
    ),
    "presets delete": _verb(
        "Delete a preset of yours and print it.",
        ("presets delete mine > mine.toml", "Away from the list, but kept in a file."),
    ),
    "presets import": _verb(
        "Copy a preset file to yours, once it is valid.",
        ("presets import ./mine.toml", "Under the file's name."),
        ("presets import ./mine.toml --name theirs", "Under another one."),
    ),
    "presets check": _verb(
        "Which presets are valid, and if not why.",
        ("presets check", "All of them."),
        ("presets check ./mine.toml", "One file."),
    ),
    "presets path": _verb(
        "The folder of your own presets.", ("presets path", "Where to put a file NAME.toml.")
    ),
    "watchlist": _verb(
        "Companies to keep an eye on, each with a note.",
        ("watchlist add HXMV --note 'two good quarters'", "Put a company on it."),
        ("watchlist list", "What they are now, and the notes."),
        ("export --watched", "Those of them that pass the screen, as CSV."),
    ),
    "watchlist list": _verb(
        "What the watched companies are now, and the notes.",
        ("watchlist list", "In the order in which they were put there."),
        ("watchlist list --preset zombie-watch --columns debt,zombie --format json",
         "As another preset judges them, with other figures, as data."),
    ),
    "watchlist add": _verb(
        "Put companies on the watchlist.",
        ("watchlist add HXMV", "By ticker, or by a part of a name that no other has."),
        ("watchlist add HXMV GRWLS --note 'cheap, asks for a look'", "Two with the same note."),
    ),
    "watchlist note": _verb(
        "Write the note on a company.",
        ("watchlist note HXMV 'results on 4 May'", "In the place of the one that is there."),
        ("watchlist note HXMV -- '-20 % since May'", "One that begins with a dash."),
        ("watchlist note HXMV ''", "Take the note off, and print it."),
    ),
    "watchlist remove": _verb(
        "Take companies off the watchlist and print the notes.",
        ("watchlist remove HXMV", "By ticker, name or CIK, also where no snapshot has it."),
        ("watchlist remove HXMV > hxmv.toml", "Off the list, but its note kept in a file."),
    ),
    "watchlist path": _verb(
        "The watchlist's file.",
        ("watchlist path", "A file that may be read, kept and edited by hand."),
    ),
    "update": _verb(
        "Fetch what changed from EDGAR and iShares: a new snapshot.",
        ("update", "The first time everything, which takes a while; later only what changed."),
        ("update --contact 'Jane Doe jane@example.com' --quiet",
         "For a timer: nobody is asked, nothing is told but what changed."),
        ("update --bulk companyfacts.zip --bulk submissions.zip",
         "The first time: two archives in place of two requests a company."),
        ("update --offline", "A snapshot of what was fetched before; nobody is asked."),
    ),
    "build": _verb(
        "Build a snapshot from files, and make it the current one.",
        ("build --holdings IWM_holdings.csv --tickers company_tickers.json"
         " --facts companyfacts.zip",
         "From the three files that are needed."),
        ("build --holdings IWM_holdings.csv --tickers company_tickers.json"
         " --facts companyfacts.zip --submissions submissions.zip --as-of 2026-03-31",
         "With industry and age, and only what was filed by a day."),
        ("build --holdings primary_doc.xml --borrow IWM_holdings.csv"
         " --tickers company_tickers.json --facts companyfacts.zip",
         "From the fund's report to the SEC; tickers and sectors of another day."),
    ),
}  # fmt: skip
"""By the words after ``screen``; "" is the program without a verb. In the order of ``--help``."""

_ROOM = 74
_UNWRAPPED = "\b"
"""A line of it alone says to Typer's help that the next ones stay as they are."""


def epilog(verb: str) -> str:
    """Return the examples as ``--help`` ends with them."""
    lines = [_UNWRAPPED, "Examples:"]
    for example in VERBS[verb].examples:
        lines += [*_broken(f"screen {example.line}"), f"      {example.does}"]
    return "\n".join(lines)


def teach(app: typer.Typer, group: str = "") -> None:
    """Give every command of ``app`` its short line and its examples, and so to the group itself."""
    if group:
        app.info.short_help, app.info.epilog = VERBS[group].short, epilog(group)
    for command in app.registered_commands:
        own = str(command.name or getattr(command.callback, "__name__", ""))
        name = f"{group} {own.replace('_', '-')}".strip()
        command.short_help, command.epilog = VERBS[name].short, epilog(name)


def _broken(command: str) -> list[str]:
    """Return a command on lines that a terminal has room for, as a shell reads them: broken before
    an option."""
    lines, line = [], "  "
    for number, part in enumerate(command.replace(" --", "\n--").split("\n")):
        longer = f"{line} {part}" if number else f"{line}{part}"
        if number and len(longer) > _ROOM:
            lines.append(f"{line} \\")
            longer = f"    {part}"
        line = longer
    return [*lines, line]
