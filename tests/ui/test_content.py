"""The words keep their contract, and words that break it say where."""

import contextlib
import inspect
import io
import math
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.activations import ACTIVATIONS
from figures.marks import Space
from figures.scene import Cells, Chart, Matrices, Scene
from figures.theme import PALETTES, ROLES
from tests.ui.reading import NUMBER, formulas_in, last_digit, read_number
from tests.ui.states import (
    FULL,
    SLUGS,
    corner_states,
    drawn,
    known_states,
    on_the_grid,
    questions,
    random_states,
    scene_of,
    states_of,
    values_of,
)
from ui import content, symbols, writing
from ui.content import CONTENT
from ui.contract import HOME_PARTS, PARTS, ContentError, load
from ui.controls import Choice, Number, State
from ui.goals import Condition, Goal
from ui.texts import Lesson, turned
from ui.writing import Facts, Template, template

# The parts into which the page puts facts.
MOVING = ("answer", "beside", "so", "code", "confusions", "deeper", "sources", "equations")

FENCE = re.compile(r"```.*?```", re.DOTALL)
CODE = re.compile(r"`[^`]*`")
LINK = re.compile(r"\[[^\]]+\]\(([^)]+)\)")


# --- what a lesson says ----------------------------------------------------------------------


def is_moving(part: str) -> bool:
    return part in MOVING or part.startswith(("alt ", "table ", "drawer "))


def moving_templates(lesson: Lesson) -> dict[str, Template]:
    """Every text that asks for facts, and where it stands."""
    texts = {f"## {name}": text for name, text in lesson.parts.items() if is_moving(name)}
    templates = {where: template(text) for where, text in texts.items()}
    for part, labels in lesson.labels.items():
        templates |= {f"label {part}.{name}": label for name, label in labels.items()}
    return templates


def fixed_texts(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """Every text that is shown as it stands, and where."""
    yield "title", lesson.title
    yield "question", lesson.question
    yield from ((f"## {name}", text) for name, text in lesson.parts.items() if not is_moving(name))
    for step in lesson.steps:
        yield f"task of {step.name}", step.task
        if step.goal is not None:
            yield f"said of {step.name}", step.goal.said
    for question in questions(lesson):
        yield "question", question.text
        for option in question.options:
            yield "option", option.text
            yield "reply", option.reply
    for control in lesson.controls.items:
        yield f"control {control.name}", control.label
        yield f"control {control.name}", control.help
        if isinstance(control, Choice):
            yield from ((f"choice of {control.name}", said) for said in control.choices.values())
    yield from ((f"handle {name}", said) for name, said in lesson.handles.items())


def all_texts(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """The same and those with places for facts, as they are written in the folder."""
    yield from fixed_texts(lesson)
    yield from ((f"## {name}", text) for name, text in lesson.parts.items() if is_moving(name))


def filled(lesson: Lesson, scene: Scene) -> Iterator[tuple[str, str]]:
    """All that a visitor reads at a state beside what never changes, and where."""
    facts = scene.facts
    for name in lesson.parts:
        if (is_moving(name) and name not in ("code", "equations")) and not name.startswith(
            ("alt ", "table ")
        ):
            yield f"## {name}", lesson.prose(lesson.parts[name], facts)
    if lesson.code:
        for prose in lesson.around_code():
            yield "## code", lesson.prose(prose, facts)
    yield "## equations", symbols.spoken(lesson.equations(facts))
    for name, part in scene.parts.items():
        yield f"## alt {name}", lesson.alt(name, facts)
        if isinstance(part, Chart):
            texts = lesson.labels.get(name, {})
            for label in part.labels:
                if label.name in texts and label.shown:
                    yield f"label {name}.{label.name}", texts[label.name].fill(facts)
    for part_name in lesson.parts:
        if part_name.startswith("table "):
            table = lesson.table(part_name.removeprefix("table "), facts)
            for column, cells in table.items():
                yield f"## {part_name}", column
                yield from ((f"## {part_name}, {column}", cell) for cell in cells)


def in_words(text: str) -> str:
    """A Markdown text without its formulas and code."""
    text = CODE.sub("…", FENCE.sub("", text))
    for formula in formulas_in(text):
        text = text.replace(f"${formula}$", "…")
    return text


# --- the real lessons ------------------------------------------------------------------------


def test_every_listed_lesson_has_a_folder_a_page_and_a_scene() -> None:
    """A lesson in the list without one of the three is a dead link in the navigation."""
    assert SLUGS[0] == "home"
    assert len(set(SLUGS)) == len(SLUGS)
    folders = {path.name for path in CONTENT.iterdir() if path.is_dir()}
    assert {*SLUGS, *content.pages()} == folders
    for slug in SLUGS:
        assert (CONTENT.parent / "pages" / f"{slug}.py").is_file()
        assert (CONTENT.parent / "figures" / f"{slug}.py").is_file()
    for slug in content.pages():
        assert (CONTENT.parent / "pages" / f"{slug}.py").is_file()


@pytest.mark.parametrize("slug", SLUGS)
def test_every_lesson_keeps_the_contract(slug: str) -> None:
    """Loading is the contract; what is checked here is that it has not been loosened."""
    lesson = content.lesson(slug)
    wanted = HOME_PARTS if slug == "home" else PARTS
    assert set(wanted) <= set(lesson.parts)
    assert all(lesson.parts.values())
    for question in questions(lesson):
        assert any(option.is_right for option in question.options)
        assert not all(option.is_right for option in question.options)
        assert all(len(option.reply) > 20 for option in question.options), "a reply teaches"
        replies = [option.reply for option in question.options]
        assert len(set(replies)) == len(replies), "every option has its own reply"
    if slug == "home":
        assert lesson.path == ""
        return
    assert lesson.path == slug
    assert 1 <= len(lesson.checks) <= 4
    assert len({repr(step.state) for step in lesson.steps}) == len(lesson.steps)
    shown = [control for control in lesson.controls.items if not control.hidden]
    assert len(shown) <= 5


@pytest.mark.parametrize("slug", SLUGS)
def test_the_short_answer_is_short(slug: str) -> None:
    """Four sentences at most, for who reads no further."""
    answer = content.lesson(slug).parts["answer"]
    assert len(re.findall(r"[.!?](?:\s|$)", answer)) <= 4


@pytest.mark.parametrize("slug", SLUGS)
def test_the_scene_takes_exactly_the_lessons_controls(slug: str) -> None:
    """The page and the channel call `scene(**state)`: a name too many is a TypeError there."""
    parameters = inspect.signature(scene_of(slug)).parameters
    lesson = content.lesson(slug)
    needed = {n for n, p in parameters.items() if p.default is inspect.Parameter.empty}
    assert needed == set(lesson.arguments(lesson.start()))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_control_has_a_colour_there_is(slug: str) -> None:
    """An unknown role leaves a slider without its colour, in one theme or the other."""
    for control in content.lesson(slug).controls.items:
        assert all(control.role in palette for palette in PALETTES.values()), control.name
        assert control.role in (*ROLES, "text"), f"{control.name} has the colour of a ground"


@pytest.mark.parametrize("slug", SLUGS)
def test_facts_stand_only_where_the_page_fills_them_in(slug: str) -> None:
    """A place for a fact in any other text is a fault of ours before the visitor."""
    lesson = content.lesson(slug)
    for where, text in fixed_texts(lesson):
        assert template(text).names() == set(), where
        lesson.prose(text, {})


# --- facts -----------------------------------------------------------------------------------


def assert_sound(slug: str, state: State) -> None:
    """Nothing is missing, nothing is left over, at one state."""
    lesson, scene = content.lesson(slug), drawn(slug, state)
    for where, wanted in moving_templates(lesson).items():
        assert wanted.names() <= set(scene.facts), (where, wanted.names() - set(scene.facts))
    for where, text in filled(lesson, scene):
        said = (where, text, state)
        assert "{{" not in text, said
        assert text.count("**") % 2 == 0, said
        words = in_words(text)
        assert not re.search(r"\b(nan|inf|None|True|False|not a number)\b", words), said
        assert not re.search(r"\d\.\d{7}|\de[-+]?\d|-\d", words), said
        assert not re.search(r"[,(=≈] *[,.)]|\b +[,.]", words), f"a gap: {said}"
        assert not re.search(r"[+·≈/] −|= *≈|− *−", words.replace("≈ −", "")), said
    code = writing.code(lesson.code, scene.facts)
    assert "{{" not in code
    compile(code, slug, "exec")
    for name in scene.parts:
        assert len(lesson.alt(name, scene.facts)) > 20, "a figure says what it shows"


@pytest.mark.parametrize("slug", SLUGS)
def test_words_are_whole_in_every_known_state(slug: str) -> None:
    """Start, steps, every choice, every end of every slider, no weight at all."""
    for state in known_states(content.lesson(slug)):
        assert_sound(slug, state)


@pytest.mark.parametrize("slug", SLUGS)
def test_words_are_whole_in_two_hundred_other_states(slug: str) -> None:
    """A condition that nobody thought of leaves a gap in a sentence, or asks for no quantity."""
    for state in random_states(content.lesson(slug), 200):
        assert_sound(slug, state)


@pytest.mark.parametrize("slug", SLUGS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_words_are_whole_in_any_state(slug: str, data: st.DataObject) -> None:
    """The same, where hypothesis looks for trouble."""
    assert_sound(slug, data.draw(states_of(content.lesson(slug))))


@pytest.mark.parametrize("slug", SLUGS)
def test_facts_are_of_a_kind_that_words_can_ask_for(slug: str) -> None:
    """Numbers, yes or no, text, arrays, or nothing; and the same names at every state."""
    lesson = content.lesson(slug)
    names = set(drawn(slug, lesson.start()).facts)
    for state in known_states(lesson):
        facts = drawn(slug, state).facts
        assert set(facts) == names, state
        for name, fact in facts.items():
            assert fact is None or isinstance(fact, (bool, int, float, str, np.ndarray)), name
            if isinstance(fact, np.ndarray) and fact.dtype.kind == "f":
                assert np.all(np.isfinite(fact) | (slug == "activation")), (name, state)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_condition_is_met_somewhere_and_not_everywhere(slug: str) -> None:
    """Words behind a condition that never holds are never read, or the condition is wrong."""
    lesson = content.lesson(slug)
    lists = {name for text in table_rows(lesson) for name in template(text).names()}
    states = [*known_states(lesson), *corner_states(lesson), *random_states(lesson, 200)]
    states += rare_states(lesson)
    met: dict[str, set[bool]] = {}
    for state in states:
        facts = drawn(slug, state).facts
        for where, text in moving_templates(lesson).items():
            if where.startswith("## table "):
                continue
            for name in conditions(text) - lists:
                probe = template(f"{{{{#{name}}}}}x{{{{/{name}}}}}")
                met.setdefault(name, set()).add(probe.fill(facts) == "x")
    assert met or slug == "home"
    for name, seen in met.items():
        assert seen == {True, False}, f"{name} is {'always' if True in seen else 'never'} met"


def conditions(text: Template) -> set[str]:
    """The names of a template's sections: those it knows when nothing at all is true."""
    return {name for name in text.names() if name in _sections(text.nodes)}


def _sections(nodes: tuple[Any, ...]) -> set[str]:
    found = set()
    for node in nodes:
        if isinstance(node, writing.Section):
            found |= {node.name} | _sections(node.nodes)
    return found


def table_rows(lesson: Lesson) -> list[str]:
    return [text for name, text in lesson.parts.items() if name.startswith("table ")]


def rare_states(lesson: Lesson) -> Iterator[State]:
    """Where a chance never leads: exactly on the boundary, flat, the same activation twice."""
    start = lesson.start()
    if lesson.slug == "hyperplane":
        yield start | {"w1": 1.0, "w2": 1.0, "b": -1.0, "p1": 0.5, "p2": 0.5}
    if lesson.slug == "activation":
        yield start | {"b": 0.0, "p1": 0.0, "p2": 0.0}


# --- marks and their words -------------------------------------------------------------------


def every_scene(slug: str) -> Iterator[Scene]:
    lesson = content.lesson(slug)
    yield from (drawn(slug, state) for state in known_states(lesson))
    yield from (drawn(slug, state) for state in random_states(lesson, 30))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_part_has_its_words_and_no_words_are_left_over(slug: str) -> None:
    """A figure without an alternative is a KeyError; words for no figure are never read."""
    lesson = content.lesson(slug)
    for scene in every_scene(slug):
        alts = {name.removeprefix("alt ") for name in lesson.parts if name.startswith("alt ")}
        assert alts == set(scene.parts)
        assert set(lesson.labels) <= set(scene.parts)
        for name in scene.charts:
            assert f"table {name}" in lesson.parts


@pytest.mark.parametrize("slug", SLUGS)
def test_labels_and_marks_know_each_other(slug: str) -> None:
    """A label that no mark has is never shown; a matrix or an axis in space has to have a name."""
    lesson = content.lesson(slug)
    known: dict[str, set[str]] = {}
    for scene in every_scene(slug):
        for name, part in scene.parts.items():
            needed: set[str] = set()
            if isinstance(part, Matrices):
                found = needed = {block.name for block in part.blocks if block.values is not None}
            elif isinstance(part, Cells):
                found = needed = {grid.name for grid in part.grids} | {
                    f"{grid.name}-cell" for grid in part.grids if not grid.is_editable
                }
            elif isinstance(part.axes, Space):
                needed = {"x-axis", "y-axis", "z-axis"}
                found = needed | {label.name for label in part.labels}
            else:
                found = {label.name for label in part.labels}
            assert needed <= set(lesson.labels[name])
            known.setdefault(name, set()).update(found)
    for name, texts in lesson.labels.items():
        assert set(texts) <= known[name], f"no mark of {name} has these"


@pytest.mark.parametrize("slug", SLUGS)
def test_handles_and_marks_know_each_other(slug: str) -> None:
    """What can be dragged has a name that a screen reader can say, and moves what can be moved."""
    lesson = content.lesson(slug)
    dragged = set()
    for scene in every_scene(slug):
        for chart in scene.charts.values():
            for name, handle in chart.handles.items():
                dragged.add(name)
                moved = [axis for axis in (handle.x, handle.y) if axis is not None]
                assert moved
                assert len(set(moved)) == len(moved)
                for axis in moved:
                    assert isinstance(lesson.controls[axis], Number)
                assert handle.step > 0
    assert set(lesson.handles) == dragged


@pytest.mark.parametrize("slug", SLUGS)
def test_what_is_hidden_can_be_moved_all_the_same(slug: str) -> None:
    """A control without a widget and without a handle would be out of reach but for links."""
    lesson = content.lesson(slug)
    dragged = {
        axis
        for chart in drawn(slug, lesson.start()).charts.values()
        for handle in chart.handles.values()
        for axis in (handle.x, handle.y)
    }
    largest: State = {c.name: c.high for c in lesson.controls.items if isinstance(c, Number)}
    dragged |= {
        value
        for state in [*known_states(lesson), lesson.start() | largest]
        for part in drawn(slug, state).parts.values()
        if isinstance(part, Cells)
        for grid in part.grids
        for value in (grid.row, grid.column, *(cell for row in grid.names for cell in row))
    }
    steps = [step.state for step in lesson.steps]
    shown = {name for name in lesson.start() if len({repr(state[name]) for state in steps}) > 1}
    hidden = {control.name for control in lesson.controls.items if control.hidden}
    assert hidden <= dragged | shown


def test_choices_can_be_the_cores_own_table() -> None:
    """One entry there, and every lesson has it, with its own label."""
    some = content.lesson("line").controls["activation"]
    assert isinstance(some, Choice)
    assert dict(some.choices) == {name: ACTIVATIONS[name].label for name in some.choices}
    assert 2 < len(some.choices) < len(ACTIVATIONS)


# --- tables ----------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", SLUGS)
def test_tables_are_whole(slug: str) -> None:
    """Every column as long as the others, every cell with something in it."""
    lesson = content.lesson(slug)
    for state in known_states(lesson):
        facts = drawn(slug, state).facts
        for name in lesson.parts:
            if name.startswith("table "):
                head = lesson.parts[name].splitlines()[0].strip().strip("|").split("|")
                table = lesson.table(name.removeprefix("table "), facts)
                if state.get("activation") != state.get("compare"):  # else two columns are one
                    assert len(table) == len(head), f"two columns of one name: {list(table)}"
                assert len({len(cells) for cells in table.values()}) == 1
                assert all(cell for cells in table.values() for cell in cells), (name, table)


def table_of(md: str, facts: Facts, tmp_path: Path) -> dict[str, list[str]]:
    folder = write(tmp_path / "demo", md=f"{GOOD_MD}\n## table one\n\n{md}\n")
    return load(folder).table("one", facts)


def test_a_table_by_hand(tmp_path: Path) -> None:
    """A row that asks for lists becomes one row for each entry; others stay one."""
    md = (
        "| {{f}} | y, {{f}} | sign |\n|--:|--:|:--|\n"
        "| {{xs}} | {{ys:3}} | {{#up}}+{{/up}}{{^up}}−{{/up}} |\n| none | {{n}} | {{names}} |"
    )
    facts: Facts = {
        "xs": np.array([-1.0, 0.5]), "ys": np.array([1 / 3, 2.0]), "up": np.array([True, False]),
        "f": "x", "n": 7.0, "names": np.array(["a", "b"]),
    }  # fmt: skip
    assert table_of(md, facts, tmp_path) == {
        "x": ["−1", "0.5", "none", "none"],
        "y, x": ["0.333", "2", "7", "7"],
        "sign": ["+", "−", "a", "b"],
    }


def test_a_table_of_points_by_hand(tmp_path: Path) -> None:
    """A list of points gives a point a row."""
    facts: Facts = {"points": np.array([[1.0, 2.0], [0.5, -1.0]])}
    table = table_of("| p |\n|--:|\n| {{points}} |", facts, tmp_path)
    assert table == {"p": ["(1,\N{NO-BREAK SPACE}2)", "(0.5,\N{NO-BREAK SPACE}−1)"]}


def test_a_turned_table_by_hand() -> None:
    """Two activations stand side by side, each under its name."""
    table = {"activation": ["ReLU", "Tanh"], "from": ["0", "−1"], "to": ["∞", "1"]}
    assert turned(table) == {
        "activation": ["from", "to"],
        "ReLU": ["0", "∞"],
        "Tanh": ["−1", "1"],
    }


# --- how it is written -----------------------------------------------------------------------


@pytest.mark.parametrize("slug", SLUGS)
def test_prose_is_written_as_the_app_writes(slug: str) -> None:
    """HTML is shown raw; typewriter quotes and minus signs jar."""
    for where, text in all_texts(content.lesson(slug)):
        prose = in_words(re.sub(r"\{\{.*?\}\}", "", text))
        assert not re.search(r"</?[a-z!]", prose, re.IGNORECASE), f"HTML in {where}"
        assert not re.search(r"&[a-z]+;|&#", prose), f"HTML in {where}"
        assert '"' not in prose, f"straight quote in {where}"
        assert "'" not in prose, f"straight apostrophe in {where}"
        assert "..." not in prose, f"three dots in {where}"
        assert not re.search(r"(?<![\w-])-\d", prose), f"hyphen for a minus sign in {where}"
        assert prose.count("“") == prose.count("”"), f"half a quotation in {where}"


@pytest.mark.parametrize("slug", SLUGS)
def test_every_link_goes_somewhere_safe(slug: str) -> None:
    """https outside, a lesson of ours inside; no link opens a script or an unencrypted page."""
    for where, text in all_texts(content.lesson(slug)):
        for address in LINK.findall(in_words(text)):
            inside = address.split("?")[0].removeprefix("./")
            assert re.match(r"https://[\w.-]+\.\w+(/\S*)?$", address) or inside in SLUGS, where
        assert not re.search(r"(?<!\()\bhttps?://", in_words(text)), f"bare address, {where}"


def test_the_problem_sentences_are_one_sentence_each() -> None:
    """One sentence that says what was changed and why."""
    for name, text in content.words()["problems"].items():
        if name in ("on", "off"):
            continue
        assert text.endswith(".")
        if not name.startswith("typed_"):
            assert not re.search(r"[.!?]\s", text)
        assert not re.search(r"rror|nvalid|xception", text)


def test_the_words_have_all_that_the_parts_ask_for() -> None:
    """A missing word is a KeyError in front of a learner; ask for each key the code names."""
    source = "".join(path.read_text("utf-8") for path in (CONTENT.parent / "ui").glob("*.py"))
    words = content.words()
    for section, names in (
        ("notes", r'notes"?\]?\["(\w+)"\]'),
        ("buttons", r'buttons"?\]?\["(\w+)"\]'),
        ("headings", r'headings"?\]?\["(\w+)"\]'),
        ("faults", r'faults"\]\["(\w+)"\]'),
    ):
        found = set(re.findall(names, source)) - {"several", "on", "off"}
        assert found, section
        assert found <= set(words[section])
    reasons = set(re.findall(r'Problem\(\w+, "(\w+)"', source))
    assert len(reasons) >= 5
    assert reasons <= set(words["problems"])


# --- programs that a learner can run ---------------------------------------------------------


# Keras has to be told what to compute with before it is imported: `tests/figures/test_layer.py`.
ELSEWHERE = r"^import keras$"


def numbers_in(value: object) -> list[float]:
    return [float(number) for number in np.asarray(value, dtype=float).ravel()]


def claims(code: str) -> list[tuple[int, list[str]]]:
    """Line of a program and the numbers its comment claims for that line's value.

    Inside a function a comment explains, and a value would be another at each call.
    """
    found = []
    for number, line in enumerate(code.splitlines()):
        before, mark, comment = line.partition("#")
        if mark and before.strip() and not before.startswith(" "):
            found.append((number, NUMBER.findall(comment)))
    return [(number, texts) for number, texts in found if texts]


def run(code: str) -> dict[int, list[float]]:
    """Run a program; for each line with a comment the numbers it assigned or printed."""
    values: dict[int, list[float]] = {}
    wanted = {number for number, _ in claims(code)}
    lines = code.splitlines()
    for number in wanted:
        body, comment = lines[number].split("#", 1)
        if match := re.match(r"(\s*)(\w+) = (.*)$", body):
            lines[number] = f"{match[1]}{match[2]} = _keep({number}, {match[3].strip()})"
        elif match := re.match(r"(\s*)print\((.*)\)\s*$", body):
            lines[number] = f"{match[1]}print(_keep({number}, {match[2]}))"
        else:
            raise AssertionError(f"what does the comment {comment!r} speak of?")

    def keep(number: int, value: Any) -> Any:
        values[number] = numbers_in(value)
        return value

    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("error")
        exec("\n".join(lines), {"_keep": keep})  # noqa: S102
    return values


def assert_code_agrees(slug: str, state: State) -> int:
    lesson = content.lesson(slug)
    code = writing.code(lesson.code, drawn(slug, state).facts)
    if re.search(ELSEWHERE, code, re.MULTILINE):
        return len(claims(code))
    values = run(code)
    for number, texts in claims(code):
        shown = [read_number(text) for text in texts]
        assert len(shown) == len(values[number]), (code, state)
        for value, claimed, text in zip(values[number], shown, texts, strict=True):
            slack = last_digit(text) * 1.0001 + 1e-9 * max(1.0, abs(value))
            assert math.isclose(value, claimed, abs_tol=slack), (code, state, value)
    return len(claims(code))


@pytest.mark.parametrize("slug", FULL)
def test_the_code_gives_the_numbers_it_claims(slug: str) -> None:
    """Copied into Python, the program prints what the figure shows."""
    counted = [assert_code_agrees(slug, state) for state in known_states(content.lesson(slug))]
    assert min(counted) >= 1


@pytest.mark.parametrize("slug", FULL)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_the_code_agrees_on_the_sliders_grid(slug: str, data: st.DataObject) -> None:
    """The same at any place of the sliders, where sums like 3 · 0.1 − 0.3 are not quite 0."""
    state: State = {
        control.name: data.draw(
            on_the_grid(control) if isinstance(control, Number) else values_of(control),
            label=control.name,
        )
        for control in content.lesson(slug).controls.items
    }
    assert_code_agrees(slug, state)


def test_a_wrong_comment_in_the_code_would_be_seen() -> None:
    """The reader of comments and the runner, shown to fail and to pass by hand."""
    code = "z = 2 * 0.5  # z = 1\nprint([z, -2])  # (1, −2)\n# 7 is no claim\nif z:\n    n = 3  # 4"
    assert claims(code) == [(0, ["1"]), (1, ["1", "−2"])]
    assert run(code) == {0: [1.0], 1: [1.0, -2.0]}
    assert read_number("−1.2·10⁻¹⁶") == -1.2e-16
    assert last_digit("0.67") == pytest.approx(0.005)
    assert last_digit("1.2·10⁻³") == pytest.approx(5e-5)


# --- bad content -----------------------------------------------------------------------------

GOOD_TOML = """\
title = "T"
question = "Q?"
minutes = 5

[[control]]
name = "w"
kind = "number"
label = "weight w"
role = "weight"
low = -3
high = 3
step = 0.1
default = 1.5

[[control]]
name = "n"
kind = "number"
label = "inputs"
low = 2
high = 9
step = 1
default = 2

[[control]]
name = "f"
kind = "choice"
label = "activation"
default = "relu"
choices = { relu = "ReLU", tanh = "Tanh" }

[[control]]
name = "bend"
kind = "switch"
label = "bend"
default = false

[labels.one]
x-axis = "x"
dot = "z = {{z}}"

[handles]
dot = "The dot"

[predict]
question = "P?"
[[predict.option]]
text = "yes"
right = true
reply = "Because."
[[predict.option]]
text = "no"
reply = "Look there."

[[step]]
name = "one"
state = { w = 2 }
asks = ["w"]
goal = { fact = "z", is = 1, within = 0.1, kept = ["n"], said = "s1" }

[[step]]
name = "two"
state = { f = "tanh", bend = true }
goal = { moved = ["n"], by = 1, times = 2, places = ["w"], apart = 0.5, said = "s2" }

[[step]]
name = "three"
state = { n = 3 }
check = true
goal = { order = [{ fact = "z", below = 0 }, { fact = "z", above = 0 }], said = "s3" }

[[check]]
question = "C1?"
option = [
    { text = "a", right = true, reply = "r" },
    { text = "b", reply = "r" },
]

[[check]]
question = "C2?"
option = [
    { text = "a", reply = "r" },
    { text = "b", right = true, reply = "r" },
]
"""

GOOD_MD = """\
## answer

A.

## so

S {{z}}.

## step one

T1.

**Do:** d1.

## step two

T2.

**Do:** d2.

## step three

T3.

**Do:** d3.

## confusions

C.

## code

Before:

```python
z = {{z}}
```

After.

## deeper

D.

## sources

From.
"""


def write(folder: Path, toml: str = GOOD_TOML, md: str = GOOD_MD) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "lesson.toml").write_text(toml, encoding="utf-8")
    (folder / "lesson.md").write_text(md, encoding="utf-8")
    return folder


def swap(text: str, old: str, new: str) -> str:
    assert old in text, f"the example has no {old!r} to break"
    return text.replace(old, new, 1)


def test_the_good_example_is_good(tmp_path: Path) -> None:
    """Each broken folder below differs from this one in one thing."""
    lesson = load(write(tmp_path / "demo"))
    assert lesson.slug == "demo"
    assert lesson.code == "z = {{z}}"
    assert lesson.around_code() == ("Before:", "After.")
    assert lesson.fenced("code") == ("Before:", "z = {{z}}", "After.")
    assert template(lesson.parts["so"]).names() == {"z"}
    assert lesson.labels == {"one": {"x-axis": template("x"), "dot": template("z = {{z}}")}}
    assert lesson.handles == {"dot": "The dot"}
    assert lesson.roles == {"w": "weight"}
    one, two, three = lesson.steps
    assert one.state == {"w": 2.0, "n": 2.0, "f": "relu", "bend": False, "step": 1.0}
    assert two.state == {"w": 2.0, "n": 2.0, "f": "tanh", "bend": True, "step": 2.0}
    assert (one.text, one.task, one.asks, one.is_check) == ("T1.", "D1.", ("w",), False)
    assert (three.number, three.is_check) == (3, True)
    assert one.goal == Goal((Condition("z", 1.0, 0.1, kept=("n",)),), "s1")
    assert two.goal is not None
    assert (two.goal.times, two.goal.places, two.goal.apart) == (2, ("w",), 0.5)
    assert two.goal.conditions == (Condition(moved=("n",), by=1.0),)
    assert three.goal is not None
    assert [c.below for c in three.goal.conditions] == [0.0, math.inf]
    assert lesson.predict is not None
    assert [option.is_right for option in lesson.predict.options] == [True, False]
    more = "\n## drawer high\n\nH.\n\n## alt one\n\nA {{z}}.\n"
    more += "\n## table one\n\n| a |\n|--|\n| {{z}} |\n"
    lesson = load(write(tmp_path / "demo", md=GOOD_MD + more))
    assert lesson.parts["drawer high"] == "H."
    assert lesson.alt("one", {"z": -1.0}) == "A −1."
    assert lesson.table("one", {"z": -1.0}) == {"a": ["−1"]}


def test_choices_of_the_cores_table_can_be_chosen_from(tmp_path: Path) -> None:
    """In the order of the lesson, with the core's labels."""
    toml = swap(GOOD_TOML, CHOICES, 'choices = "activations"\nonly = ["tanh", "relu"]')
    choice = load(write(tmp_path / "demo", toml=toml)).controls["f"]
    assert isinstance(choice, Choice)
    assert list(choice.choices.items()) == [("tanh", "Tanh"), ("relu", "ReLU")]
    toml = swap(GOOD_TOML, CHOICES, 'choices = "activations"')
    choice = load(write(tmp_path / "demo", toml=toml)).controls["f"]
    assert isinstance(choice, Choice)
    assert set(choice.choices) == set(ACTIVATIONS)


OPTION = '[[predict.option]]\ntext = "no"\nreply = "Look there."\n'
CHECK = GOOD_TOML[GOOD_TOML.rindex("[[check]]") :]

CHOICES = 'choices = { relu = "ReLU", tanh = "Tanh" }'

BAD_TOML: list[tuple[str, str, str]] = [  # what stands there, what instead, what is said
    ('title = "T"\n', "", "title is missing"),
    ('title = "T"', 'title = " "', "title is empty"),
    ('question = "Q?"', "question = 3", "question must be of type str, got 3"),
    ("minutes = 5\n", "", "minutes must be a number, got None"),
    ("minutes = 5", 'minutes = "x"', "minutes must be a number"),
    ('title = "T"', "title = ", "Invalid value"),
    ('title = "T"', 'title = "T"\ntitle = "U"', "Cannot overwrite"),
    ("[predict]", "[guess]", "guess is not one of title, question, minutes"),
    ("[handles]", "[handels]", "handels is not one of title"),
    ("minutes = 5", 'group = "lines"\nminutes = 5', "group must be one of line, "),
    ('question = "P?"\n', "", "predict.question is missing"),
    ("right = true\nreply", "reply", "predict.option has no right answer"),
    ("right = true\nreply", 'right = "false"\nreply', "predict.option[1].right must be of type"),
    ("right = true\nreply", "right = 1\nreply", "predict.option[1].right must be of type bool"),
    ('reply = "Look there."', "", "predict.option[2].reply is missing"),
    ('reply = "Look there."', 'reply = ""', "predict.option[2].reply is empty"),
    ('reply = "Look there."', "reply = []", "predict.option[2].reply must be of type str"),
    ('text = "no"\nreply', "reply", "predict.option[2].text is missing"),
    ('text = "no"', 'text = "yes"', "predict.option says the same thing twice"),
    (OPTION, "", "predict.option needs at least 2 [[predict.option]]"),
    ('"a", right = true, reply = "r"', '"a", reply = "r"', "check[1].option has no right answer"),
    ('"b", right = true, reply = "r"', '"b", right = true', "check[2].option[2].reply is missing"),
    (CHECK, CHECK * 4, "check must be 1 to 4 tables, got 5"),
    ('name = "two"\n', "", "step[2].name is missing"),
    ('name = "two"', 'name = "four"', "step[2].name has no part “## step four”"),
    ('name = "two"', 'name = "one"', "step[2].name is there twice, 'one'"),
    ("state = { n = 3 }", "state = 3", "step[3].state must be of type dict, got 3"),
    ("state = { w = 2 }", "state = { v = 2 }", "step[1].state.v is no control of this lesson"),
    ("state = { w = 2 }", "state = { step = 2 }", "step[1].state.step is no control of this"),
    ("state = { w = 2 }", "state = { w = 4 }", "step[1].state.w is not a value the control takes"),
    ("state = { w = 2 }", 'state = { w = "x" }', "step[1].state.w is not a value"),
    ("state = { w = 2 }", "state = { w = nan }", "step[1].state.w is not a value"),
    ("state = { w = 2 }", "state = { w = true }", "step[1].state.w is not a value"),
    ("state = { n = 3 }", "state = { n = 2.5 }", "step[3].state.n is not a value"),
    ('f = "tanh"', 'f = "Tanh"', "step[2].state.f is not a value the control takes"),
    ("bend = true", "bend = 1", "step[2].state.bend is not a value the control takes"),
    ('asks = ["w"]', 'asks = ["v"]', "step[1].asks names no control of this lesson: 'v'"),
    ('asks = ["w"]', 'asks = "w"', "step[1].asks must be of type list"),
    ('kept = ["n"]', 'kept = ["v"]', "step[1].goal.kept names no control of this lesson: 'v'"),
    ('moved = ["n"]', 'moved = ["v"]', "step[2].goal.moved names no control"),
    ('moved = ["n"], by = 1, ', "", "step[2].goal.fact is missing"),
    ('places = ["w"], ', "", "step[2].goal.times needs places to tell apart"),
    (', apart = 0.5', "", "step[2].goal.apart must be a number"),
    ("times = 2", "times = 2.5", "step[2].goal.times must be of type int"),
    (', said = "s2"', "", "step[2].goal.said is missing"),
    ('said = "s2"', 'said = "{{#z}}"', "step[2].goal.said cannot be filled"),
    ('said = "s2"', 'said = "{{z}}"', "step[2].goal.said is said of no state"),
    ("goal = { fact", "goal = 3 #", "step[1].goal must be of type dict, got 3"),
    ("within = 0.1", 'within = "x"', "step[1].goal.within must be a number"),
    ("order = [{", "order = [3, {", "step[3].goal.order[1] must be a table"),
    ("check = true\ngoal", "check = 1\ngoal", "step[3].check must be of type bool, got 1"),
    ("default = 1.5", "default = 3.5", "control[1].default must lie between low and high"),
    ("default = 1.5", "default = nan", "control[1].default must be finite"),
    ("default = 1.5", "default = true", "control[1].default must be a number, got True"),
    ("default = 1.5", "default = 1.23456789", "control[1].default is not a value the control"),
    ("default = 2\n", "default = 2.5\n", "control[2].default is not a value the control takes"),
    ("low = -3\n", "", "control[1].low must be a number, got None"),
    ("low = -3\n", "low = -inf\n", "control[1].low must be finite"),
    ("step = 0.1", "step = 0", "control[1].step must be greater than 0"),
    ("step = 0.1", "step = nan", "control[1].step must be finite"),
    ("step = 0.1", 'step = "0.1"', "control[1].step must be a number"),
    ('kind = "switch"', 'kind = "toggle"', "control[4].kind must be one of number, choice, switch"),
    ('kind = "switch"\n', "", "control[4].kind is missing"),
    ("default = false", "default = 0", "control[4].default must be of type bool, got 0"),
    ('default = "relu"', 'default = "elu"', "control[3].default must be one of the choices"),
    ('tanh = "Tanh"', "tanh = 3", "control[3].choices.tanh must be of type str"),
    ('{ relu = "ReLU", tanh = "Tanh" }', "[]", "control[3].choices must be of type dict"),
    (CHOICES, 'choices = "activation"', "control[3].choices must be of type dict"),
    (CHOICES, 'choices = "activations"\nonly = ["tanh"]', "control[3].default must be one of the"),
    (CHOICES, 'choices = "activations"\nonly = []', "control[3].default must be one of"),
    (CHOICES, 'choices = "activations"\nonly = "relu"', "control[3].only must be of type list"),
    (CHOICES, 'choices = "activations"\nonly = ["relu", "relo"]', "control[3].only names no activ"),
    (CHOICES, 'choices = "activations"\nonly = ["relu", 3]', "control[3].only names no activation"),
    (CHOICES, 'choices = "activations"\nonly = [["relu"]]', "control[3].only names no activation"),
    ('role = "weight"', "role = 3", "control[1].role must be of type str"),
    ('name = "bend"', 'name = "embed"', "control[4].name cannot be the name of a value"),
    ('dot = "z = {{z}}"', "dot = 3", "labels.one.dot must be of type str"),
    ('dot = "z = {{z}}"', 'dot = ""', "labels.one.dot is empty"),
    ('dot = "z = {{z}}"', 'dot = "{{#z}}"', "labels.one.dot cannot be filled: {{#z}} is"),
    ('dot = "z = {{z}}"', 'dot = "{{z:12}}"', "labels.one.dot cannot be filled"),
    ("[labels.one]", "[labels]\ntwo = 3\n[labels.one]", "labels.two must be of type dict"),
    ("[labels.one]", "[[labels.one]]", "labels.one must be of type dict"),
    ("[labels.one]", "[[labels]]", "labels must be of type dict"),
    ('dot = "The dot"', "dot = 3", "handles.dot must be of type str"),
    ('dot = "The dot"', 'dot = " "', "handles.dot is empty"),
    ("[handles]", "[[handles]]", "handles must be of type dict"),
    ('reply = "Because."', 'reply = "{{#a}}"', "predict.option[1].reply cannot be filled"),
    ('question = "C1?"', 'question = "{{^a}}"', "check[1].question cannot be filled"),
    ('name = "n"', 'name = "w"', "control has the name 'w' more than once"),
    ('name = "n"', 'name = "live"', "control[2].name cannot be the name of a value, got 'live'"),
    ('name = "n"', 'name = "two words"', "control[2].name cannot be the name of a value"),
    ('label = "bend"', 'label = "bend"\nhidden = "no"', "control[4].hidden must be of type bool"),
    ('label = "bend"', 'label = "bend"\nhelp = 3', "control[4].help must be of type str"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), BAD_TOML, ids=[case[2] for case in BAD_TOML])
def test_bad_structure_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    """It fails, with the file and the key."""
    folder = write(tmp_path / "demo", toml=swap(GOOD_TOML, old, new))
    with pytest.raises(ContentError) as caught:
        load(folder)
    assert str(caught.value).startswith("demo/lesson.toml: ")
    assert said in str(caught.value)


@pytest.mark.parametrize("name", ["control", "step", "check"])
@pytest.mark.parametrize("wrong", ["3", '"x"', "{ a = 1 }"])
def test_a_list_of_tables_that_is_none_is_named(tmp_path: Path, name: str, wrong: str) -> None:
    """The commonest slip in TOML, one bracket for two, must not end in a TypeError."""
    blocks = [b for b in re.split(r"(?m)^(?=\[)", GOOD_TOML) if not b.startswith(f"[[{name}]]")]
    folder = write(tmp_path / "demo", toml=f"{name} = {wrong}\n" + "".join(blocks))
    with pytest.raises(ContentError, match=rf"demo/lesson\.toml: {name}"):
        load(folder)


@pytest.mark.parametrize("wrong", ["[1, 2, 3]", '["a", "b", "c"]', "[[1], [2], [3]]"])
def test_a_list_of_something_else_is_named(tmp_path: Path, wrong: str) -> None:
    """The same inside a list."""
    blocks = [b for b in re.split(r"(?m)^(?=\[)", GOOD_TOML) if not b.startswith("[[step")]
    folder = write(tmp_path / "demo", toml=f"step = {wrong}\n" + "".join(blocks))
    with pytest.raises(ContentError, match=r"demo/lesson\.toml: step\[1\] must be a table"):
        load(folder)


BAD_MD: list[tuple[str, str, str]] = [
    *((f"## {part}\n", "## else\n", f"part “## {part}” is missing") for part in PARTS),
    ("C.\n", "", "part “## confusions” is missing or empty"),
    ("```python", "```", "part “## code” needs a block fenced with ```python"),
    ("```python\nz = {{z}}\n```\n", "", "part “## code” needs a block fenced with ```python"),
    ("## so", "## beside\n\nB.\n\n## so", "part “## beside” needs a block fenced with ```"),
    ("## deeper", "## sights\n\nS.\n\n## deeper", "part “## sights” is not one of answer"),
    ("## deeper", "## so\n\nS.\n\n## deeper", "part “## so” is there more than once"),
    ("## answer", "Hello.\n\n## answer", "words stand before the first “## part”"),
    (GOOD_MD, "", "part “## answer” is missing or empty"),
    ("S {{z}}.", "S {{#z}}.", "part “## so”: {{#z}} is not closed"),
    ("S {{z}}.", "S {{/z}}.", "part “## so”: {{/z}} closes nothing"),
    ("S {{z}}.", "S {{z:12}}.", "part “## so”: '{{z:12}}.' cannot be read"),
    ("z = {{z}}", "z = {{^z}}", "part “## code”: {{^z}} is not closed"),
    ("## deeper", "## alt\n\nA.\n\n## deeper", "part “## alt” is not one of answer"),
    ("## deeper", "## alt One\n\nA.\n\n## deeper", "part “## alt One” is not one of answer"),
    ("## deeper", "## text one\n\nA.\n\n## deeper", "part “## text one” is not one of"),
]


@pytest.mark.parametrize(("old", "new", "said"), BAD_MD)
def test_bad_prose_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    """The same for the parts of the prose."""
    folder = write(tmp_path / "demo", md=swap(GOOD_MD, old, new))
    with pytest.raises(ContentError) as caught:
        load(folder)
    assert str(caught.value).startswith("demo/lesson.md: ")
    assert said in str(caught.value)


@pytest.mark.parametrize(("old", "new"), [("**Do:** d2.\n", ""), ("d2.\n", "d2.\n\n**Do:** d.\n")])
def test_a_step_has_one_task(tmp_path: Path, old: str, new: str) -> None:
    """None would leave the learner with nothing to do, two would have one goal."""
    folder = write(tmp_path / "demo", md=swap(GOOD_MD, old, new))
    with pytest.raises(ContentError, match=r"demo/lesson\.toml: step\[2\]\.name needs one line"):
        load(folder)


@pytest.mark.parametrize("name", ["lesson.toml", "lesson.md"])
def test_missing_or_unreadable_files_are_named(tmp_path: Path, name: str) -> None:
    """A file forgotten in a commit, and one saved in another encoding."""
    folder = write(tmp_path / "demo")
    (folder / name).write_bytes(b"## answer\n\xff\xfe")
    with pytest.raises(ContentError, match=f"demo/{name}: .*decode"):
        load(folder)
    (folder / name).unlink()
    with pytest.raises(ContentError, match=f"demo/{name}: the file is missing"):
        load(folder)


def test_home_needs_less(tmp_path: Path) -> None:
    """Home has no quiz and no steps, but its parts are held to the contract too."""
    toml = "".join(b for b in re.split(r"(?m)^(?=\[)", GOOD_TOML) if b.startswith(("title", "[[c")))
    lesson = load(write(tmp_path / "home", toml=toml, md="## answer\n\nA.\n"))
    assert lesson.predict is None
    assert (lesson.code, lesson.path) == ("", "")
    with pytest.raises(ContentError, match=r"home/lesson\.md: part “## answer” is missing"):
        load(write(tmp_path / "home", toml=toml, md="## so\n\nA.\n"))
