from __future__ import annotations

from pathlib import Path

import pytest

from screener.cli.criteria import build_screen
from screener.cli.options import ScreenOptions
from screener.errors import UsageError
from screener.model.metric import METRICS
from screener.presets import load_preset


def test_without_options_it_is_the_presets_screen() -> None:
    assert build_screen(ScreenOptions()) == load_preset("profitable-growers")
    assert build_screen(ScreenOptions(preset="everything")) == load_preset("everything")


def test_a_given_option_stands_in_the_place_of_the_presets_field() -> None:
    screen = build_screen(
        ScreenOptions(
            profitable=False,
            growth_above="-2.5 %",
            sector=["energy", "Utilities"],
            zombies="only",
            sort=["-pe", "ticker"],
            columns="ticker, pe",
            limit=3,
            unknown="include",
        )
    )
    assert (screen.profitable, screen.growth_above) == (False, -0.025)
    assert screen.sectors == ("Energy", "Utilities")
    assert (screen.zombies, screen.sort) == ("only", ("-pe", "ticker"))
    assert (screen.columns, screen.limit, screen.unknown) == (("ticker", "pe"), 3, "include")
    assert screen.title == "Profitable growers"


def test_any_resets_a_rule_of_the_preset(tmp_path: Path) -> None:
    preset = tmp_path / "p.toml"
    preset.write_text('growth_above = "4%"\nsectors = ["Energy"]')
    screen = build_screen(ScreenOptions(preset=str(preset), growth_above="any", sector=["any"]))
    assert (screen.growth_above, screen.sectors) == (None, ())


def test_all_columns_are_the_registrys() -> None:
    assert build_screen(ScreenOptions(columns="all")).columns == tuple(METRICS)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ScreenOptions(growth_above="4"),
            "--growth-above: '4' is not a percentage: write --growth-above 4%",
        ),
        (ScreenOptions(sector=["Energie"]), "--sector: 'Energie' is not a sector; did you mean 'E"),
        (
            ScreenOptions(columns=""),
            "--columns: a metric's name is empty\nAll names: ",
        ),
        (ScreenOptions(columns="ticker,"), "--columns: a metric's name is empty"),
        (ScreenOptions(sort=["-pe2"]), "--sort: 'pe2' is not a metric; did you mean 'pe'?\nAll"),
        (
            ScreenOptions(columns="ticker,foo,revenu_growth"),
            "--columns: 'foo' is not a metric · 'revenu_growth' is not a metric; did you mean"
            " 'revenue_growth'?\nAll names: screen fields",
        ),
        (
            ScreenOptions(columns="foo", sector=["Engy"], growth_above="4"),
            "--growth-above: '4' is not a percentage: write --growth-above 4%"
            " · --sector: 'Engy' is not a sector; did you mean 'Energy'?"
            " · --columns: 'foo' is not a metric\n",
        ),
        (ScreenOptions(columns="q1,q2,q3,q4,q5,q6"), "'q4' is not a metric · and 2 more\n"),
    ],
)
def test_a_wrong_value_names_its_option(options: ScreenOptions, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        build_screen(options)
    assert message in str(caught.value)


def test_options_are_called_as_they_are_written() -> None:
    given = ScreenOptions(growth_above="4%", profitable=False).given()
    assert given == ["--profitable", "--growth-above"]


def test_sectors_and_types_of_debt_are_repeated_or_listed_behind_commas() -> None:
    listed = ScreenOptions(sector=["Energy, utilities"], debt_type=["none,Fixed", "mixed"])
    repeated = ScreenOptions(sector=["Energy", "Utilities"], debt_type=["none", "fixed", "mixed"])
    assert build_screen(listed) == build_screen(repeated)
    assert build_screen(ScreenOptions(sector=["Energy,any"])).sectors == ()
