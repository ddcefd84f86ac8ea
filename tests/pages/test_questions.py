"""The page of questions as a visitor's session runs it, and where its links lead."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_live import as_json, named
from tests.pages.visit import MODES, elements, everything, sound, state, visit
from ui import content, search

PAGE = content.questions("questions")
WORDS = content.words()["questions"]
LINKS = sorted({(to.slug, tuple(to.pairs.items())) for each in PAGE.asked for to in each.links})


def shown(page: AppTest) -> list[str]:
    """The questions that stand there, in native mode; the last fold has the sources."""
    return [fold.label for fold in page.expander][:-1]


def wanted(text: str, *mixups: str) -> list[str]:
    return [PAGE.prose(each.text) for each in search.found(PAGE, text, mixups)]


@pytest.mark.parametrize("mode", MODES)
def test_the_page_opens(mode: str) -> None:
    page = visit("questions", mode)
    assert page.title[0].value == PAGE.question
    assert page.expander[-1].label == content.words()["headings"]["sources"]
    assert PAGE.sources.strip() in everything(page)


def test_live_the_browser_has_all_of_it() -> None:
    data = named(visit("questions", "live"), "asked")["asked"]
    assert [each["name"] for each in data["asked"]] == [each.name for each in PAGE.asked]
    for given, each in zip(data["asked"], PAGE.asked, strict=True):
        assert given["answer"] == as_json(PAGE.runs(each.answer))
        assert [to["href"] for to in given["links"]] == [to.href for to in each.links]
    assert all(data["words"].values())


def test_native_all_questions_stand_under_their_topics() -> None:
    page = visit("questions")
    assert shown(page) == wanted("")
    headings = [header.value for header in page.header]
    assert headings[: len(PAGE.topics)] == [PAGE.prose(text) for text in PAGE.topics.values()]
    assert WORDS["all"].format(all=len(PAGE.asked)) in [each.value for each in page.caption]
    targets = [(proto.page, proto.query_string) for proto in elements(page, "page_link")]
    ways = [(to.slug, to.href.partition("?")[2]) for each in PAGE.asked for to in each.links]
    assert targets[: len(ways)] == ways


def test_native_a_search_narrows_and_is_in_the_address() -> None:
    page = visit("questions")
    sound(page.text_input[0].set_value("tree").run())
    assert shown(page) == wanted("tree")
    assert 0 < len(shown(page)) < 10
    assert page.query_params["q"] == "tree"
    sound(page.text_input[0].set_value("zebra").run())
    assert shown(page) == []
    assert [box.value for box in page.info] == [WORDS["none"]]
    sound(page.text_input[0].set_value("").run())
    assert shown(page) == wanted("")
    assert "q" not in page.query_params


def test_native_misconceptions_narrow() -> None:
    page = visit("questions")
    sound(page.button_group[0].set_value(["error"]).run())
    assert shown(page) == wanted("", "error")
    assert page.query_params["mixups"] == "error"


def test_native_a_link_brings_search_and_misconceptions() -> None:
    page = visit("questions", q="tree", mixups="upright nonsense")
    assert shown(page) == wanted("tree", "upright")
    assert page.text_input[0].value == "tree"


def test_native_a_link_opens_one_question_and_few_open_by_themselves() -> None:
    def opened(page: AppTest) -> list[str]:
        return [fold.label for fold in page.expander if fold.proto.expanded]

    assert opened(visit("questions")) == []
    assert opened(visit("questions", ask="xor")) == wanted("xor")
    assert opened(visit("questions", ask="nobody")) == []
    few = visit("questions", q="xor")
    assert opened(few) == shown(few) == wanted("xor")


HOSTILE: list[Any] = ["<script>alert(1)</script>", "x" * 10_000, "%00", "{{b}}", "**", ["a", "b"]]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("given", HOSTILE, ids=lambda given: str(given)[:9])
def test_a_hostile_link_opens_the_page(given: Any, mode: str) -> None:
    page = visit("questions", mode, q=given, ask=given, mixups=given)
    assert "alert(1)" not in everything(page)


@pytest.mark.parametrize(("slug", "pairs"), LINKS, ids=str)
def test_a_link_opens_without_a_problem(slug: str, pairs: tuple[tuple[str, str], ...]) -> None:
    page = visit(slug, "live", **dict(pairs))
    assert not page.info
    lesson = content.lesson(slug)
    values, _ = lesson.read({name: [text] for name, text in pairs})
    assert state(page, slug) == values


def turn(page: AppTest, slug: str, **link: str) -> AppTest:
    """Follow a link inside the app: the address has nothing of the page before."""
    for name in list(page.query_params):
        if name != "live":
            del page.query_params[name]
    page.query_params.update(link)
    page.switch_page(f"../pages/{slug}.py")
    return sound(page.run())


@pytest.mark.parametrize("step", ["1", "7"])
def test_a_link_counts_in_a_lesson_that_was_there_before(step: str) -> None:
    """Also where the address has said the same earlier, and the figure was moved since."""
    page = visit("hyperplane", step=step)
    sound(page.slider(key="hyperplane/b").set_value(2.5).run())
    turn(page, "questions")
    turn(page, "hyperplane", step=step)
    assert state(page, "hyperplane") == content.lesson("hyperplane").steps[int(step) - 1].state


def test_a_lesson_is_as_it_was_left_where_the_link_says_nothing() -> None:
    page = visit("hyperplane", step="7")
    sound(page.slider(key="hyperplane/b").set_value(2.5).run())
    turn(page, "questions")
    turn(page, "hyperplane")
    assert state(page, "hyperplane")["b"] == 2.5
    assert state(page, "hyperplane")["step"] == 7.0
