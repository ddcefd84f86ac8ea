"""What every lesson's pictures must keep, in any state; a new lesson is tried by itself."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figures import SCENES, line
from figures.scene import Chart
from tests.figures.pictures import assert_chart, assert_sound, quiet
from tests.ui.test_content import known_states, state_of
from ui import content


@pytest.mark.parametrize("slug", content.slugs())
def test_every_known_state_can_be_drawn(slug: str) -> None:
    """Start, experiments, every choice, every end of every slider, no weight at all."""
    for state in known_states(content.lesson(slug)):
        assert_sound(quiet(SCENES[slug], **state))


@pytest.mark.parametrize("slug", content.slugs())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_state_can_be_drawn(slug: str, data: st.DataObject) -> None:
    """Whatever a link can hold, typed to six decimals."""
    assert_sound(quiet(SCENES[slug], **data.draw(state_of(content.lesson(slug)))))


@pytest.mark.parametrize("slug", content.slugs())
def test_a_state_is_drawn_the_same_every_time(slug: str) -> None:
    """The page draws it, then the channel: a difference would jump when the hand lets go."""
    for state in known_states(content.lesson(slug))[:4]:
        once, again = SCENES[slug](**state), SCENES[slug](**state)
        assert (once.numbers, once.equations) == (again.numbers, again.equations)
        for name, chart in once.charts.items():
            assert chart.alt == again.charts[name].alt
            for path, value in chart.frame.items():
                np.testing.assert_array_equal(value, again.charts[name].frame[path])


GOOD = line.scene(1.0, 0.0, 1.0, "relu").charts["line"]
X = GOOD.frame["data/1/x"]


@pytest.mark.parametrize(
    "broken",
    [
        {"data/1/z": X},
        {"data/1/x": X.astype(float)},
        {"data/1/x": X[:-1]},
        {"data/1/x": np.full_like(X, np.inf)},
        {"data/1/x": np.full_like(X, np.nan)},
        {"layout/annotations/0/y": np.float64(1)},
        {"layout/annotations/0/y": 4.5},
        {"layout/annotations/0/text": "b @ 1"},
    ],
    ids=str,
)
def test_a_broken_picture_is_seen(broken: dict[str, Any]) -> None:
    """The checks above can fail: one thing wrong at a time."""
    assert_chart(GOOD)
    chart: Chart = replace(GOOD, frame={**GOOD.frame, **broken})
    with pytest.raises(AssertionError):
        assert_chart(chart)


@pytest.mark.parametrize(
    "alt", ["No full stop", "Nothing is nan.", "x = -1.", "Colour @bias.", "x<sub>1</sub>."]
)
def test_a_broken_alternative_is_seen(alt: str) -> None:
    """The same for its words."""
    with pytest.raises(AssertionError):
        assert_chart(replace(GOOD, alt=alt))
