"""The page's colours: every role a variable, and every formula's colour turned into its role's."""

import re

import pytest

from figures.theme import PALETTES, ROLES
from ui import content, look, symbols


@pytest.fixture
def sheet() -> str:
    """What a visitor without a theme gets: the light one."""
    return look.colours()


def test_every_role_is_a_variable(sheet: str) -> None:
    """The live parts and the page's own styles ask for colours by these names."""
    assert sheet.startswith("<style>")
    assert sheet.endswith("</style>")
    assert sheet.count("<") == 2, "nothing but a style sheet"
    assert dict(re.findall(r"--jl-([a-z-]+):(#[0-9A-F]{6});", sheet)) == PALETTES["light"]


@pytest.mark.parametrize("role", ROLES)
def test_a_formulas_colour_becomes_its_roles(sheet: str, role: str) -> None:
    """KaTeX writes the light colour as rgb(…); one rule matches that, and it is the role's."""
    red, green, blue = (int(PALETTES["light"][role][i : i + 2], 16) for i in (1, 3, 5))
    found = re.findall(rf'\[style\*="color: rgb\({red}, {green}, {blue}\)"\]\{{(.*?)\}}', sheet)
    assert found == [f"color:var(--jl-{role})!important"]


def test_no_two_letters_of_different_meaning_share_a_colour() -> None:
    """The second rule would win, and a weight in the dark would have the colour of a bias."""
    light = PALETTES["light"]
    said = re.findall(r"textcolor\{(#\w+)\}", symbols.prose("$xwbzaydσ‖w‖Xmh$", {}, {}))
    assert len(set(said)) == 5
    for colour in said:
        assert list(light.values()).count(colour) == 1


def test_letters_and_controls_have_no_other_colours() -> None:
    """Another one would stay as it is in the light when the page turns dark."""
    letters = "$" + " ".join(symbols.letters()) + "$"
    said = set(re.findall(r"textcolor\{(#\w+)\}", symbols.prose(letters, {}, {})))
    assert len(said) >= 5
    assert said <= {PALETTES["light"][role] for role in ROLES}
    for slug in content.slugs():
        assert set(content.lesson(slug).roles.values()) <= {*ROLES, "text"}
