"""The page of questions and short answers: what its file says, held to its contract.

`content/questions/questions.toml` holds it all. Each question leads to a figure in the state that
shows its answer; a state is named by a lesson's own step, so that it moves when the steps do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from ui import symbols
from ui.contract import Keys, read_toml
from ui.texts import STEP, Lesson
from ui.writing import template

FILE = "questions.toml"
LONGEST_ANSWER = 60  # words

_KEYS = ("title", "question", "minutes", "group", "idle", "sources", "topics", "mixups", "asked")
_ASKED = ("name", "topic", "text", "answer", "mixups", "also", "link", "more")
_LINK = ("lesson", "step", "state", "see")
_NAME = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True)
class Link:
    """A way into a figure.

    Attributes
    ----------
    slug : str
        The lesson.
    pairs : dict of str to str
        The parameters of the link, which name the step always: a lesson that was visited before
        stays as it was left where a link says nothing.
    see : str
        What to do or to look at there.
    """

    slug: str
    pairs: Mapping[str, str]
    see: str

    @property
    def href(self) -> str:
        """Below the app's root."""
        return f"{self.slug}?{urlencode(self.pairs)}" if self.pairs else self.slug


@dataclass(frozen=True)
class Asked:
    """A question and its short answer.

    Attributes
    ----------
    name : str
        Its name in links: ``questions?ask=<name>``.
    topic : str
        Under which heading it stands.
    text, answer : str
        Markdown with formulas.
    mixups : tuple of str
        Names of the misconceptions it clears up.
    also : str
        Words by which it is to be found, beside its own.
    links : tuple of Link
        The first shows the answer.
    """

    name: str
    topic: str
    text: str
    answer: str
    mixups: tuple[str, ...]
    also: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Questions:
    """Everything the page's folder says.

    Attributes
    ----------
    topics, mixups : mapping of str to str
        Name → heading, and name → the misconception in its own words.
    idle : frozenset of str
        Words that a search does not look for.
    asked : tuple of Asked
        In the order of the page: topic by topic.
    """

    slug: str
    title: str
    question: str
    minutes: int
    group: str
    topics: Mapping[str, str]
    mixups: Mapping[str, str]
    idle: frozenset[str]
    sources: str
    asked: tuple[Asked, ...]

    @property
    def path(self) -> str:
        """The page's path in a link."""
        return self.slug

    def runs(self, text: str) -> list[list[symbols.Run]]:
        """A text for the live parts, which set formulas themselves."""
        return symbols.runs(text, {}, {})

    def prose(self, text: str) -> str:
        """A text as Markdown, its formulas set and coloured."""
        return symbols.prose(text, {}, {})


def load(folder: Path, lessons: Mapping[str, Lesson]) -> Questions:
    """Read the page's folder and hold it to the contract.

    Parameters
    ----------
    folder : Path
        A folder with `questions.toml`.
    lessons : mapping of str to Lesson
        The lessons there are. A question's own link leads to one of them; further links to a
        lesson that is still to come are left out.

    Returns
    -------
    Questions

    Raises
    ------
    ContentError
        If anything is missing or wrong; it names the file and the key.
    """
    path = folder / FILE
    keys = Keys(path, read_toml(path))
    keys.only(_KEYS)
    group = keys.text("group")
    keys.group(group)
    topics, mixups = keys.texts("topics"), keys.texts("mixups")
    asked = [_asked(entry, topics, mixups, lessons) for entry in keys.tables("asked", 1)]
    keys.once("asked", [each.name for each in asked])
    used = {mixup for each in asked for mixup in each.mixups} | {each.topic for each in asked}
    for table, entries in (("topics", topics), ("mixups", mixups)):
        for name in entries:
            if name not in used:
                keys.fail(f"{table}.{name}", "is there for no question")
    order = list(topics)
    return Questions(
        slug=folder.name,
        title=keys.text("title"),
        question=keys.text("question"),
        minutes=int(keys.number("minutes")),
        group=group,
        topics=topics,
        mixups=mixups,
        idle=frozenset(keys.text("idle").split()),
        sources=keys.text("sources"),
        asked=tuple(sorted(asked, key=lambda each: order.index(each.topic))),
    )


def _asked(
    keys: Keys,
    topics: Mapping[str, str],
    mixups: Mapping[str, str],
    lessons: Mapping[str, Lesson],
) -> Asked:
    keys.only(_ASKED)
    name, topic = keys.text("name"), keys.text("topic")
    if not _NAME.fullmatch(name):
        keys.fail("name", f"cannot be part of a link, got {name!r}")
    keys.one_of("topic", topic, topics)
    chosen = keys.optional("mixups", list, [])
    for mixup in chosen:
        if mixup not in mixups:
            keys.fail("mixups", f"names none of {', '.join(mixups)}: {mixup!r}")
    answer = _fixed(keys, "answer")
    if len(answer.split()) > LONGEST_ANSWER:
        keys.fail("answer", f"has {len(answer.split())} words, {LONGEST_ANSWER} at most")
    own = _link(keys.table("link"), lessons)
    if own is None:
        keys.fail("link.lesson", f"must be one of {', '.join(lessons)}")
    further = [_link(entry, lessons) for entry in keys.tables("more", 0)]
    return Asked(
        name=name,
        topic=topic,
        text=_fixed(keys, "text"),
        answer=answer,
        mixups=tuple(chosen),
        also=str(keys.optional("also", str, "")),
        links=tuple(link for link in (own, *further) if link is not None),
    )


def _link(keys: Keys, lessons: Mapping[str, Lesson]) -> Link | None:
    """Read a link; None where its lesson is still to come."""
    keys.only(_LINK)
    slug, see = keys.text("lesson"), _fixed(keys, "see")
    step, state = keys.optional("step", str, ""), keys.optional("state", dict, {})
    if slug not in lessons:
        return None
    lesson = lessons[slug]
    if not lesson.steps:
        keys.fail("lesson", f"has no steps to lead to, {slug!r}")
    named = {each.name: each for each in lesson.steps}
    if step:
        keys.one_of("step", step, named)
    start = (named[step] if step else lesson.steps[0]).state
    values = dict(start)
    for name, given in state.items():
        if name not in lesson.controls or name == STEP:
            keys.fail(f"state.{name}", f"is no control of the lesson {slug!r}")
        values[name], problem = lesson.controls[name].read(given)
        if problem is not None:
            keys.fail(f"state.{name}", f"is not a value the control takes, got {given!r}")
    number = lesson.controls[STEP].text(values[STEP])
    return Link(slug, {STEP: number, **lesson.pairs(values)}, see)


def _fixed(keys: Keys, key: str) -> str:
    """A text that speaks of no state, and so cannot ask for facts."""
    text = " ".join(keys.text(key).split())
    if names := template(text).names():
        keys.fail(key, f"cannot ask for {', '.join(sorted(names))}")
    return text
