"""The questions: what their file has to hold, what their links show, what a search finds."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.ui.states import drawn
from ui import content, search
from ui.content import CONTENT
from ui.contract import ContentError
from ui.questions import LONGEST_ANSWER, Asked, Link, load
from ui.writing import Facts

PAGE = content.questions("questions")
SOURCE = tomllib.loads((CONTENT / "questions" / "questions.toml").read_text("utf-8"))
LESSONS = {slug: content.lesson(slug) for slug in content.slugs()}
# All the lessons the story is to have; a link may wait for one of them.
STORY = {
    "line", "inputs", "hyperplane", "activation", "sigmoid", "bend", "layer", "collapse", "regions",
    "trees", "learning", "playground",
}  # fmt: skip


def each(name: str) -> Asked:
    return next(asked for asked in PAGE.asked if asked.name == name)


# --- what stands there -----------------------------------------------------------------------


def test_the_thread_is_answered_and_more_than_twenty_others() -> None:
    topics = [asked.topic for asked in PAGE.asked]
    assert topics.count("thread") == 9
    assert len(topics) >= 9 + 20
    assert topics == sorted(topics, key=list(PAGE.topics).index)


@pytest.mark.parametrize("asked", PAGE.asked, ids=lambda asked: asked.name)
def test_an_answer_is_short(asked: Asked) -> None:
    assert 20 <= len(asked.answer.split()) <= LONGEST_ANSWER
    assert asked.text.endswith("?")
    sentences = re.split(r"(?<=[.?!:;]) ", re.sub(r"\$[^$]*\$|`[^`]*`", "x", asked.answer))
    assert max(len(sentence.split()) for sentence in sentences) <= 25


@pytest.mark.parametrize("asked", PAGE.asked, ids=lambda asked: asked.name)
def test_words_are_set_well(asked: Asked) -> None:
    """As in the lessons: no HTML, no typewriter quotes or minus signs, formulas that can be set."""
    for text in (asked.text, asked.answer, *(link.see for link in asked.links)):
        prose = re.sub(r"`[^`]*`", "…", text)
        assert not re.search(r"[\"'&]|</?[a-z]|\.\.\.|(?<![\w-])-\d|!", prose), text
        assert text.count("$") % 2 == 0
        assert PAGE.prose(text)
        assert PAGE.runs(text)[0]


def test_every_misconception_is_cleared_up() -> None:
    """Those the lessons know; each by at least one answer."""
    used = {mixup for asked in PAGE.asked for mixup in asked.mixups}
    assert used == set(PAGE.mixups)
    assert len(used) >= 13


def test_sources_are_linked_safely() -> None:
    addresses = re.findall(r"\]\(([^)]+)\)", PAGE.sources)
    assert len(addresses) >= 4
    assert all(address.startswith("https://") for address in addresses)


# --- links -----------------------------------------------------------------------------------


def test_links_lead_to_lessons_of_the_story() -> None:
    """A slip of the pen in one that waits would keep it hidden for good."""
    for asked in SOURCE["asked"]:
        for link in (asked["link"], *asked.get("more", [])):
            assert link["lesson"] in STORY, asked["name"]
    assert set(LESSONS) - {"home"} <= STORY


def test_links_that_can_be_shown_are_shown() -> None:
    for source in SOURCE["asked"]:
        wanted = [source["link"]["lesson"]]
        wanted += [m["lesson"] for m in source.get("more", []) if m["lesson"] in LESSONS]
        assert [link.slug for link in each(source["name"]).links] == wanted


def facts_of(link: Link) -> Facts:
    """What the figure shows where a link leads, read as a visitor's link is read."""
    lesson = content.lesson(link.slug)
    values, problems = lesson.read({name: [text] for name, text in link.pairs.items()})
    assert problems == []
    assert "step" in link.pairs
    return drawn(link.slug, values).facts


def approx(value: float) -> Any:
    return pytest.approx(value, abs=1e-9)


def near(value: float) -> Any:
    return pytest.approx(value, abs=5e-4)


# What an answer says of the figure it leads to: by question and lesson, fact → value.
SHOWN: dict[tuple[str, str], dict[str, Any]] = {
    ("just-a-line", "line"): {"w": 1.5, "b": -0.5, "x": 0.8, "a": approx(0.7), "identity": True,
                              "curve": True},
    ("linear", "line"): {"b": 0.0, "x": 1.0, "a": 2.0, "identity": True},
    ("linear", "activation"): {"function": "tanh"},
    ("second-line", "line"): {"w": 2.0, "b": -2.0, "fold": 1.0, "function": "relu"},
    ("sigmoid", "activation"): {"function": "sigmoid", "a": near(0.9734)},
    ("update", "line"): {"curve": True},
    ("more-linear", "collapse"): {"one_input": True, "arrived": True, "y1": 2.0, "one1": 2.0},
    ("regression", "collapse"): {"depth": 6.0, "bent": False, "largest": approx(0.0)},
    ("geometry", "hyperplane"): {"shows_arrow": True, "angle_in_view": True},
    ("distorts", "activation"): {"function": "relu", "a": approx(1.5), "d": approx(1.5)},
    ("which-is-which", "line"): {"w": 2.0, "rises": True},
    ("crossing", "line"): {"w": 2.0, "b": -2.0, "x": 0.0, "a": -2.0},
    ("slope", "hyperplane"): {"norm": approx(2.0), "w1": 1.2, "w2": 1.6, "shows_distance": True},
    ("bias", "hyperplane"): {"b": 0.0, "origin_distance": 0.0},
    ("z-distance", "hyperplane"): {"norm": approx(2.0), "d": 1.0, "z": 2.0, "measured": True},
    ("graph", "hyperplane"): {"shows_boundary": True, "has_boundary": True},
    ("negative", "hyperplane"): {"p1": -1.0, "p2": 0.0, "z": approx(-3.2), "negative": True},
    ("zero-weight", "hyperplane"): {"w2": 0.0, "upright": True},
    ("many-inputs", "hyperplane"): {"measured": True, "n": 784.0, "worst": approx(0.0)},
    ("split", "hyperplane"): {"w1": 2.0, "w2": 0.0, "b": -3.0, "upright_at": 1.5},
    ("relu-linear", "line"): {"w": 1.0, "b": 0.0, "x": -1.0, "a": 0.0, "function": "relu"},
    ("probability", "activation"): {"function": "sigmoid", "norm": 1.0, "a": near(0.8)},
    ("logistic", "activation"): {"function": "sigmoid", "on_it": True, "a": 0.5},
    ("dead", "line"): {"z": -4.0, "a": 0.0},
    ("xor", "hyperplane"): {"p1": 1.0, "p2": 1.0, "z": 1.5, "b": -0.5, "w1": 1.0, "w2": 1.0},
    ("curve", "line"): {"folded": True},
    ("layers", "collapse"): {"function": "relu", "bent": True, "depth": 3.0, "passed": 3.0},
    ("matrix", "collapse"): {"depth": 3.0, "bent": False, "rank": 2.0, "arrived": True},
    ("narrow", "collapse"): {"depth": 4.0, "arrived": True, "rank": 1.0},
    ("tree-network", "hyperplane"): {"upright_at": 1.5},
    ("where-is-the-line", "collapse"): {"function": "relu", "bent": True},
    ("who-sets", "hyperplane"): {"shows_arrow": True},
    ("keeps-learning", "line"): {"curve": True},
    ("stores", "line"): {"curve": True, "identity": True},
    ("rules", "hyperplane"): {"upright_at": 1.5, "positive": True},
    ("which-activation", "activation"): {"function": "relu"},
    ("how-many", "line"): {"folded": True, "function": "relu"},
    ("importance", "hyperplane"): {"shows_arrow": True},
    ("scale", "hyperplane"): {"times_half": approx(1.0), "d": 1.0},
    ("when-a-tree", "hyperplane"): {"slanted": True, "positive": True},
    ("keras", "line"): {"function": "relu"},
    ("keras", "collapse"): {"bent": False, "function": "identity"},
}  # fmt: skip


@pytest.mark.parametrize("asked", PAGE.asked, ids=lambda asked: asked.name)
def test_a_link_shows_what_the_answer_says(asked: Asked) -> None:
    assert (asked.name, asked.links[0].slug) in SHOWN, "say in SHOWN what its figure shows"
    by_lesson = {link.slug: facts_of(link) for link in reversed(asked.links)}
    for (name, slug), wanted in SHOWN.items():
        if name == asked.name:
            assert {fact: by_lesson[slug][fact] for fact in wanted} == wanted


def test_numbers_of_the_answers_by_hand() -> None:
    """What an answer says would happen next: the learner changes one thing, and it does."""

    def moved(name: str, **changes: float) -> Facts:
        link = each(name).links[0]
        lesson = content.lesson(link.slug)
        values, _ = lesson.read({key: [text] for key, text in link.pairs.items()})
        return drawn(link.slug, {**values, **changes}).facts

    assert moved("linear", x=2.0)["a"] == 4.0
    assert moved("crossing", x=1.0)["a"] == 0.0
    assert moved("probability", norm=2.0)["a"] == near(0.9412)
    halved = moved("z-distance", w1=0.6, w2=0.8, b=-1.0)
    assert (halved["z"], halved["d"], halved["origin_distance"]) == (1.0, 1.0, 1.0)
    assert moved("slope", p1=2.6, p2=1.8)["z"] == approx(4.0)  # one step along the arrow
    # Three corners of XOR are right: z above 0 means yes.
    signs = {(p1, p2): moved("xor", p1=p1, p2=p2)["z"] for p1 in (0.0, 1.0) for p2 in (0.0, 1.0)}
    assert [at for at, z in signs.items() if z > 0] == [(0.0, 1.0), (1.0, 0.0), (1.0, 1.0)]  # type: ignore[operator]
    assert [moved("relu-linear", x=x)["a"] for x in (-1.0, 1.0, 0.0)] == [0.0, 1.0, 0.0]
    assert [moved("zero-weight", p2=p2)["z"] for p2 in (-1.0, 0.0, 2.0)] == [2.0] * 3
    for x in (0.0, 1.0, 2.0):
        assert moved("more-linear", p1=x)["y1"] == 6 * x - 1
    assert moved("dead", x=-3.0)["a"] == 0.0


# --- searching -------------------------------------------------------------------------------


def names(wanted: str, *mixups: str) -> list[str]:
    return [asked.name for asked in search.found(PAGE, wanted, mixups)]


def test_nothing_asked_for_leaves_all() -> None:
    everything = [asked.name for asked in PAGE.asked]
    assert names("") == names("   ") == names("?!") == everything


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("xor", "xor"),
        ("XOR?", "xor"),
        ("why is sigmoid out of fashion", "sigmoid"),
        ("vanishing", "sigmoid"),
        ("y = mx + b", "just-a-line"),
        ("x1 > 1.5", "split"),
        ("x₁", "split"),
        ("décision tree", "split"),
        ("back", "update"),
        ("relu dead", "dead"),
        ("overfit", "how-many"),
        ("0.94", "probability"),
    ],
)
def test_a_search_finds(wanted: str, name: str) -> None:
    found = names(wanted)
    assert name in found
    assert len(found) < len(PAGE.asked) / 2


@pytest.mark.parametrize("wanted", ["zebra", "xor zebra", "tree xor regression"])
def test_a_search_that_finds_nothing(wanted: str) -> None:
    assert names(wanted) == []


def test_idle_words_alone_are_looked_for_themselves() -> None:
    assert 0 < len(names("why")) < len(PAGE.asked)
    assert len(names("why xor")) == len(names("xor"))


def test_misconceptions_widen_and_words_narrow() -> None:
    error, update = names("", "error"), names("", "update")
    assert set(names("", "error", "update")) == set(error) | set(update)
    assert names("training", "update") == [name for name in names("training") if name in update]
    assert 0 < len(names("training", "update")) < len(update)


# --- the contract ----------------------------------------------------------------------------

SOUND = """
title = "Short answers"
question = "What else?"
minutes = 2
group = "questions"
idle = "a the"
sources = "None."
[topics]
one = "One"
[mixups]
error = "The bias is an error"
[[asked]]
name = "bias"
topic = "one"
text = "What is $b$?"
answer = "A head start."
mixups = ["error"]
link = { lesson = "line", step = "slope", state = { b = 1 }, see = "Look" }
more = [{ lesson = "line", see = "First" }, { lesson = "learning", see = "Later" }]
"""


def written(folder: Path, text: str) -> Path:
    (folder / "questions.toml").write_text(text, "utf-8")
    return folder


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    page = load(written(tmp_path, SOUND), LESSONS)
    (asked,) = page.asked
    assert [link.href for link in asked.links] == ["line?step=3&b=1", "line?step=1"]
    assert page.idle == {"a", "the"}


def changed(before: str, after: str) -> Callable[[], str]:
    def text() -> str:
        assert before in SOUND
        return SOUND.replace(before, after)

    return text


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('title = "Short answers"', "", "title is missing"),
        ('"What else?"', '""', "question is empty"),
        ("minutes = 2", 'minutes = "2"', "minutes must be a number"),
        ('group = "questions"', 'group = "x"', "group must be one of"),
        ('idle = "a the"', "hint = 1", "hint is not one of"),
        ('name = "bias"', 'name = "a b"', "asked[1].name cannot be part of a link"),
        ('topic = "one"', 'topic = "two"', "asked[1].topic must be one of one"),
        ('answer = "A head start."', "", "asked[1].answer is missing"),
        ("A head start.", "word " * 61, "asked[1].answer has 61 words, 60 at most"),
        ("A head start.", "{{b}}", "asked[1].answer cannot ask for b"),
        ("A head start.", "{{b", "asked[1].answer cannot be filled"),
        ('mixups = ["error"]', 'mixups = ["x"]', "asked[1].mixups names none of error: 'x'"),
        ('error = "The bias is an error"', 'error = "a"\nx = "b"', "mixups.x is there for no"),
        ('one = "One"', 'one = "One"\ntwo = "Two"', "topics.two is there for no question"),
        ('lesson = "line", step', 'lesson = "learning", step', "asked[1].link.lesson must be one"),
        ('lesson = "line", step', 'lesson = "home", step', "lesson has no steps to lead to"),
        ('step = "slope"', 'step = "x"', "asked[1].link.step must be one of dot, sweep"),
        ("state = { b = 1 }", "state = { c = 1 }", "asked[1].link.state.c is no control"),
        ("state = { b = 1 }", "state = { step = 2 }", "asked[1].link.state.step is no control"),
        ("state = { b = 1 }", "state = { b = 99 }", "asked[1].link.state.b is not a value"),
        (', see = "Look"', "", "asked[1].link.see is missing"),
        ('see = "First"', 'see = "First", why = 1', "asked[1].more[1].why is not one of"),
        ("[[asked]]", "[[asks]]", "asks is not one of"),
        ('sources = "None."', 'sources = "None', "questions.toml: "),
    ],
)
def test_a_fault_is_named(before: str, after: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ContentError) as told:
        load(written(tmp_path, changed(before, after)()), LESSONS)
    assert "questions.toml" in str(told.value)
    assert said in str(told.value)


def test_a_name_given_twice_is_named(tmp_path: Path) -> None:
    twice = SOUND + SOUND[SOUND.index("[[asked]]") :]
    with pytest.raises(ContentError, match=r"asked has the name 'bias' more than once"):
        load(written(tmp_path, twice), LESSONS)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"questions\.toml: the file is missing"):
        load(tmp_path, LESSONS)
