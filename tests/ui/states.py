"""The states a visitor can reach, for everything that has to hold in all of them."""

import itertools
import random
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from hypothesis import strategies as st

from figures.scene import Scene
from ui import content
from ui.controls import Choice, Control, Number, State, Value
from ui.texts import Lesson, Question

SLUGS = content.slugs()
FULL = tuple(slug for slug in SLUGS if slug != "home")


def scene_of(slug: str) -> Callable[..., Scene]:
    """A lesson's scene; imported when asked for, so that a broken one fails its own tests only."""
    scene: Callable[..., Scene] = import_module(f"figures.{slug}").scene
    return scene


def drawn(slug: str, state: State) -> Scene:
    return scene_of(slug)(**content.lesson(slug).arguments(state))


def read(control: Control, value: object) -> Value:
    return control.read(value)[0]


# --- with hypothesis -------------------------------------------------------------------------


def on_the_grid(control: Number) -> st.SearchStrategy[Value]:
    """What a slider's own steps reach."""
    steps = round((control.high - control.low) / control.step)
    return st.integers(0, steps).map(lambda n: read(control, control.low + n * control.step))


def values_of(control: Control) -> st.SearchStrategy[Value]:
    """Any value a visitor can reach: the slider's grid, its ends, typed ones, every choice."""
    if isinstance(control, Number):
        ends = [
            control.low,
            control.high,
            control.default,
            min(max(0.0, control.low), control.high),
        ]
        typed = st.floats(control.low, control.high)
        return (
            on_the_grid(control)
            | (st.sampled_from(ends) | typed).map(lambda value: read(control, value))
        )  # fmt: skip
    if isinstance(control, Choice):
        return st.sampled_from(sorted(control.choices))
    return st.booleans()


def states_of(lesson: Lesson) -> st.SearchStrategy[State]:
    return st.fixed_dictionaries({c.name: values_of(c) for c in lesson.controls.items})


# --- by lists, the same in every run ---------------------------------------------------------


def known_states(lesson: Lesson) -> list[State]:
    """Where the lesson starts, its steps, each choice, each end of each slider."""
    start = lesson.start()
    found: list[State] = [start, *(step.state for step in lesson.steps)]
    for control in lesson.controls.items:
        if isinstance(control, Number):
            middle = read(control, (control.low + control.high) / 2)
            values: list[Any] = [control.low, middle, control.high]
        else:
            values = list(control.choices) if isinstance(control, Choice) else [False, True]
        found += [start | {control.name: value} for value in values]
    weights = [
        c.name
        for c in lesson.controls.items
        if isinstance(c, Number) and c.role == "weight" and c.low < 0 < c.high
    ]
    return [*found, start | dict.fromkeys(weights, 0.0)]


def corner_states(lesson: Lesson) -> Iterator[State]:
    """The ends of all sliders and switches at once, up to 256 of them."""
    ends: list[list[Value]] = []
    for control in lesson.controls.items:
        if isinstance(control, Number):
            ends.append([control.low, control.high])
        else:
            ends.append([control.default, other_than_default(control)])
    for values in itertools.islice(itertools.product(*ends), 256):
        yield dict(zip(lesson.start(), values, strict=True))


def random_states(lesson: Lesson, count: int, seed: int = 0) -> Iterator[State]:
    """Each value on the slider's grid, or anywhere between its ends, or 0."""
    rng = random.Random(f"{lesson.slug} {seed}")  # noqa: S311 - nothing here is secret
    for _ in range(count):
        yield {c.name: _random_value(c, rng) for c in lesson.controls.items}


def random_walk(lesson: Lesson, count: int, seed: int = 0) -> Iterator[State]:
    """As a hand goes: one value after the other moves, sometimes all are put at once."""
    rng = random.Random(f"{lesson.slug} walk {seed}")  # noqa: S311
    state = lesson.start()
    for _ in range(count):
        if rng.random() < 0.15:
            state = rng.choice(known_states(lesson))
        control = rng.choice(lesson.controls.items)
        state = state | {control.name: _random_value(control, rng)}
        yield state


def _random_value(control: Control, rng: random.Random) -> Value:
    if isinstance(control, Number):
        steps = round((control.high - control.low) / control.step)
        grid = control.low + rng.randint(0, steps) * control.step
        return read(control, rng.choice([grid, grid, rng.uniform(control.low, control.high), 0.0]))
    values: list[Value] = list(control.choices) if isinstance(control, Choice) else [False, True]
    return rng.choice(values)


def other_than_default(control: Control) -> Value:
    """Some other value than the default."""
    if isinstance(control, Number):
        return control.low if control.default != control.low else control.high
    if isinstance(control, Choice):
        return next(key for key in control.choices if key != control.default)
    return not control.default


# --- what a lesson says ----------------------------------------------------------------------


def questions(lesson: Lesson) -> list[Question]:
    return [*([lesson.predict] if lesson.predict else []), *lesson.checks]
