"""Where a fault is caught, and that every way into our code leads through such a place."""

import ast
import logging
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ui import content, faults

ROOT = Path(__file__).resolve().parents[2]
SORRY = content.words()["faults"]["page"]


def test_the_sentence_is_kind_and_says_no_more_than_that() -> None:
    """It speaks of our side, not of the visitor's, and leads on."""
    assert "our side" in SORRY
    assert not any(word in SORRY.lower() for word in ("error", "exception", "invalid", "trace"))


def failing() -> None:
    import streamlit as st

    from ui import faults

    def boom(first: int, second: int) -> None:
        raise ZeroDivisionError(f"secret {first}, {second}")

    st.title("The page")
    with faults.kept_from_the_visitor():
        st.write("before")
        if st.session_state.get("fails"):
            raise RuntimeError("secret")
        st.write("after")
    st.write("The rest.")
    st.button("boom", on_click=faults.guarded(boom), args=(1, 2))


def test_the_sentence_stands_in_the_place_of_what_failed(caplog: pytest.LogCaptureFixture) -> None:
    """What was drawn before it stays, and so does the rest of the page."""
    page = AppTest.from_function(failing)
    page.session_state["fails"] = True
    with caplog.at_level(logging.ERROR):
        page.run()
    assert [box.value for box in page.error] == [SORRY]
    assert not page.exception
    assert [each.value for each in page.markdown] == ["before", "The rest."]
    assert "RuntimeError: secret" in caplog.text
    assert "Traceback" in caplog.text


def test_a_failed_callback_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    """With the next drawing, and not again with the one after that."""
    page = AppTest.from_function(failing).run()
    assert not page.error
    with caplog.at_level(logging.ERROR):
        page.button[0].click().run()
    assert [box.value for box in page.error] == [SORRY]
    assert not page.exception
    assert [each.value for each in page.markdown] == ["before", "after", "The rest."]
    assert "ZeroDivisionError: secret 1, 2" in caplog.text
    page.run()
    assert not page.error


def turning() -> None:
    import streamlit as st

    from ui import faults

    with faults.kept_from_the_visitor():
        if not st.session_state.get("turned"):
            st.session_state["turned"] = True
            st.rerun()
        st.write("turned")
        st.stop()
    st.write("never")


def test_streamlits_own_ways_out_are_no_faults() -> None:
    """`st.rerun` and `st.stop` leave by raising, too."""
    page = AppTest.from_function(turning).run()
    assert not page.error
    assert [each.value for each in page.markdown] == ["turned"]


def test_the_hook_of_the_app_keeps_streamlit_from_showing_anything() -> None:
    """True means that it is dealt with; anything else, and the type and the stack are shown."""

    def hooked() -> None:
        import streamlit as st

        from ui import faults

        st.session_state["answer"] = faults.on_script_error(RuntimeError("secret"))

    page = AppTest.from_function(hooked).run()
    assert page.session_state["answer"] is True
    assert [box.value for box in page.error] == [SORRY]


# --- every way in ----------------------------------------------------------------------------


def named_values(node: ast.Call | ast.Dict) -> list[tuple[str, str]]:
    """What a call, or a dict that may become a call's arguments, gives by name."""
    if isinstance(node, ast.Call):
        return [(given.arg or "", ast.unparse(given.value)) for given in node.keywords]
    return [
        (str(key.value), ast.unparse(value))
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant)
    ]


def ways_in_without_a_guard(source: str) -> list[str]:
    """Callbacks and fragments that Streamlit calls by itself and that nothing of ours surrounds."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Call, ast.Dict)):
            for name, value in named_values(node):
                is_callback = name.startswith("on_") and name != "on_script_error"
                if is_callback and not value.startswith(("faults.guarded(", "'")):
                    found.append(f"{name}={value}")
        elif isinstance(node, ast.FunctionDef):
            decorators = [ast.unparse(each) for each in node.decorator_list]
            if any("st.fragment" in each or "st.dialog" in each for each in decorators):
                first, *others = node.body[1:] if ast.get_docstring(node) else node.body
                is_guarded = (
                    isinstance(first, ast.With)
                    and ast.unparse(first.items[0]) == "faults.kept_from_the_visitor()"
                )
                if others or not is_guarded:
                    found.append(node.name)
    return found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("st.button('a', on_click=undo)", ["on_click=undo"]),
        ("_part(on_report_change=lambda: take())", ["on_report_change=lambda: take()"]),
        ("st.button('a', on_click=faults.guarded(undo))", []),
        ("st.expander('a', on_change='rerun')", []),
        ("common = {'key': 'a', 'on_change': take}", ["on_change=take"]),
        ("common = {'on_change': faults.guarded(take), **more}", []),
        ("@st.fragment\ndef f():\n    g()", ["f"]),
        ("@st.fragment(run_every=1)\ndef f():\n    x = g()", ["f"]),
        ("@st.fragment\ndef f():\n    with faults.kept_from_the_visitor():\n        g()", []),
        ("@st.fragment\ndef f():\n    with st.empty():\n        g()", ["f"]),
        ("def f():\n    g()", []),
    ],
)
def test_an_open_way_in_would_be_seen(source: str, found: list[str]) -> None:
    """The search, shown to find and to let pass."""
    assert ways_in_without_a_guard(source) == found


@pytest.mark.parametrize(
    "path",
    sorted([*(ROOT / "ui").glob("*.py"), *(ROOT / "pages").glob("*.py")]),
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_every_callback_and_every_fragment_is_guarded(path: Path) -> None:
    """Without `st.App` there is no hook: one that is open shows its type and its stack."""
    assert ways_in_without_a_guard(path.read_text("utf-8")) == []


def test_the_app_hands_over_its_hook() -> None:
    """`app.py` names it; a misspelt keyword would be a TypeError at the start."""
    call = (ROOT / "app.py").read_text("utf-8")
    assert f"on_script_error=faults.{faults.on_script_error.__name__}" in call
