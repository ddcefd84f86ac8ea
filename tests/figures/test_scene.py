"""Numbers are written as a teacher would, and a frame put into its template is the figure."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.scene import Chart, Scene, added, bracketed, equals, number, penned

finite = st.floats(-1e300, 1e300)


def read(text: str) -> float:
    """Read back what `number` wrote."""
    text = text.replace("−", "-").replace("∞", "inf")
    if "·10" not in text:
        return float(text)
    mantissa, exponent = text.split("·10")
    return float(f"{mantissa}e{exponent.translate(str.maketrans('⁻⁰¹²³⁴⁵⁶⁷⁸⁹', '-0123456789'))}")


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (1.5, 2, "1.5"),
        (-0.666, 2, "−0.67"),
        (0.0, 2, "0"),
        (-0.0, 2, "0"),
        (100.0, 2, "100"),
        (1e5, 0, "100000"),
        (784, 0, "784"),
        (0.005, 2, "0.01"),
        (0.004, 2, "4.0·10⁻³"),
        (-0.004, 2, "−4.0·10⁻³"),
        (0.0004, 3, "4.0·10⁻⁴"),
        (1.234e-16, 3, "1.2·10⁻¹⁶"),
        (999_999.0, 2, "999999"),
        (1e6, 2, "1.0·10⁶"),
        (-12_345_678.0, 2, "−1.2·10⁷"),
        (1e100, 2, "1.0·10¹⁰⁰"),
        (5e-324, 2, "4.9·10⁻³²⁴"),
        (math.inf, 2, "∞"),
        (-math.inf, 2, "−∞"),
        (math.nan, 2, "not a number"),
        (np.float64(-1.25), 2, "−1.25"),
        (np.float32(0.5), 2, "0.5"),
    ],
)
def test_number_by_hand(value: float, digits: int, text: str) -> None:
    """A true minus, no idle zeros, no −0; very large and very small ones with a power of ten."""
    assert number(value, digits) == text


@given(finite, st.integers(0, 4))
def test_number_can_be_read_back(value: float, digits: int) -> None:
    """What is written is within half of its last digit; no hyphen, no e, never a false 0."""
    text = number(value, digits)
    assert re.fullmatch(r"−?\d+(\.\d+)?(·10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?", text)
    if "·10" in text:
        assert math.isclose(read(text), value, rel_tol=0.051)
    else:
        assert abs(read(text) - value) <= 0.5 * 10.0**-digits * (1 + 1e-9)
        assert "." not in text or not text.endswith("0")
    # A difference of 1e-16 must not be called 0. (0.5 rounds to 0 on purpose: no digit is kept.)
    assert (text == "0") == (value == 0) or abs(value) == 10.0**-digits / 2


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.7, 2, "= 0.7"),
        (1.5 * 0.8 - 0.5, 2, "= 0.7"),  # 0.7000000000000002 in the computer
        (3 * 0.1 - 0.3, 2, "= 0"),  # 5.6e-17 in the computer
        (2 / 3, 2, "≈ 0.67"),
        (-2 / 3, 3, "≈ −0.667"),
        (1e-3, 2, "≈ 1.0·10⁻³"),
        (0.0, 2, "= 0"),
        (-0.0, 2, "= 0"),
        (12_345_678.0, 2, "≈ 1.2·10⁷"),
        (3e6, 2, "= 3.0·10⁶"),
        (999_999.999, 2, "≈ 1000000"),
        (math.inf, 2, "= ∞"),
        (-math.inf, 2, "= −∞"),
        (math.nan, 2, "= not a number"),
    ],
)
def test_equals_by_hand(value: float, digits: int, text: str) -> None:
    """“=” only where the number written is the number meant."""
    assert equals(value, digits) == text


@given(finite, st.integers(0, 4))
def test_equals_claims_no_more_than_is_written(value: float, digits: int) -> None:
    """Whoever reads “=” may go on calculating with it."""
    sign, _, text = equals(value, digits).partition(" ")
    if sign == "=":
        assert math.isclose(read(text), value, rel_tol=1e-11, abs_tol=1e-11)
    else:
        assert sign == "≈"
        assert read(text) != value or abs(value) < 10.0**-digits


@given(st.integers(-(10**6), 10**6), st.integers(0, 4))
def test_equals_knows_a_short_decimal(thousandths: int, digits: int) -> None:
    """Exactly when the value has no more decimals than are written."""
    value = thousandths / 1000
    short = round(thousandths * 10**digits / 1000, 6) == thousandths * 10**digits // 1000
    assert equals(value, digits).startswith("=" if short else "≈")


@given(finite, st.integers(0, 4))
def test_terms_carry_their_own_sign(value: float, digits: int) -> None:
    """“+ −0.5” and “2 · −1” are what no teacher writes."""
    sign, size = added(value, digits)
    assert sign in ("+", "−")
    assert "−" not in size
    assert (sign == "−") == (value < 0)
    text = bracketed(value, digits)
    assert text == (f"({number(value, digits)})" if value < 0 and text != "0" else text)
    assert not text.startswith("−")


def test_terms_by_hand() -> None:
    """Zero is added, not taken away; its negative twin too."""
    assert added(-0.5) == ("−", "0.5")
    assert added(0.0) == added(-0.0) == ("+", "0")
    assert (bracketed(-2), bracketed(2), bracketed(-0.0)) == ("(−2)", "2", "0")


@given(st.integers(-(10**7), 10**7), st.integers(-(10**7), 10**7), st.integers(-(10**7), 10**7))
def test_penned_is_what_a_pencil_gets(w: int, x: int, b: int) -> None:
    """w · x + b with six decimals each, done in whole numbers and done by the computer."""
    exact = (w * x + b * 10**6) / 10**12
    assert penned(w / 1e6 * (x / 1e6) + b / 1e6) == pytest.approx(exact, abs=2e-12)
    assert (penned(w / 10 * (x / 10) + b / 10) == 0) == (w * x + b * 10 == 0) or abs(w * x) > 1e6
    assert math.copysign(1, penned(-1e-17)) == 1


def test_the_frame_is_put_into_a_copy() -> None:
    """The template is shared by every visitor."""
    template = {
        "data": [{"x": [], "y": []}, {"x": []}],
        "layout": {"annotations": [{"text": "", "x": 0}]},
    }
    x = np.array([1.0, 2.0], np.float32)
    chart = Chart(template, {"data/1/x": x, "layout/annotations/0/text": "@bias"}, "alt", {})
    figure = chart.figure()
    assert figure["data"][1]["x"] is x
    assert figure["data"][0] == {"x": [], "y": []}
    assert figure["layout"]["annotations"] == [{"text": "@bias", "x": 0}]
    assert template["data"] == [{"x": [], "y": []}, {"x": []}]
    assert chart.painted("light")["layout"]["annotations"][0]["text"].startswith("#")


def test_a_frame_that_fits_nowhere_is_an_error() -> None:
    """A path with a slip in it would silently move nothing in the browser."""
    with pytest.raises((KeyError, IndexError)):
        Chart({"data": []}, {"data/0/x": 1}, "", {}).figure()


def test_a_scene_brings_its_look() -> None:
    """The page passes palettes and config on to the browser."""
    scene = Scene({})
    assert set(scene.palettes) == {"light", "dark"}
    assert scene.config["displaylogo"] is False
