"""Matrices under the hand: cells picked, typed into, dragged, turned; by mouse and by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.lessons import centre, link_values, open_lesson, settled_link, stroke
from ui import content

pytestmark = pytest.mark.browser

RESULT = "sample {}, neuron {}, z"


def cell(page: Page, label: str) -> Locator:
    """A cell by what it is called; where a matrix stands twice, its first."""
    return page.locator(f".jl-number-cell[aria-label^='{label}:']").first


def result(page: Page, sample: int, neuron: int) -> Locator:
    return cell(page, RESULT.format(sample, neuron))


def equation(page: Page) -> str:
    return page.locator(".jl-equations").inner_text()


def picture(page: Page) -> str:
    """What the plane beside the matrices shows."""
    return str(page.locator(".jl-plot").first.evaluate("(plot) => plot.innerHTML"))


def hold(page: Page, target: Locator, way: int) -> None:
    """Press a cell and move to the side, without letting go."""
    x, y = centre(target)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + way, y, steps=8)
    page.wait_for_timeout(300)


@pytest.fixture
def matrices(page: Page, app: str) -> Page:
    open_lesson(page, app, "layer", "step=6")  # Keras’s form: four samples, two neurons
    return page


def test_a_picked_cell_lights_its_row_and_its_column(matrices: Page) -> None:
    """The sum in full and the plane belong to it; the link says which it is."""
    before = picture(matrices)
    result(matrices, 2, 1).click()
    settled_link(matrices, "s", "2")
    settled_link(matrices, "u", "1")
    lit = {
        str(node.get_attribute("aria-label")).split(":")[0]
        for node in matrices.locator(".jl-lit").all()
    }
    assert lit == {
        "sample 2, x₁", "sample 2, x₂", "neuron 1, w₁", "neuron 1, w₂", "neuron 1, b",
        RESULT.format(2, 1),
    }  # fmt: skip
    assert "= 1 · 2 + 2 · 1 + 0.5 = 4.5" in equation(matrices)
    assert picture(matrices) != before


def test_arrow_keys_move_the_pick_and_stay_in_the_matrix(matrices: Page) -> None:
    result(matrices, 1, 1).focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowUp"):
        matrices.keyboard.press(key)
    expect(result(matrices, 2, 2)).to_be_focused()
    settled_link(matrices, "s", "2")
    expect(matrices.locator(".jl-picked")).to_have_count(1)
    expect(result(matrices, 2, 2)).to_have_attribute("aria-selected", "true")
    # Each matrix is one stop of the tab key, and coming there picks nothing else.
    matrices.keyboard.press("Shift+Tab")
    expect(cell(matrices, "neuron 2, b")).to_be_focused()
    matrices.wait_for_timeout(400)
    assert link_values(matrices)["s"] == "2"


def test_what_is_typed_is_shown_at_once_and_escape_takes_it_back(matrices: Page) -> None:
    """The channel repaints while the field is open; nothing is reported that was left."""
    bias, shown = cell(matrices, "neuron 2, b"), result(matrices, 1, 2)
    expect(shown).to_have_text("−6")
    bias.focus()
    matrices.keyboard.press("3")
    expect(shown).to_have_text("−4")
    expect(bias.locator("input")).to_have_value("3")
    matrices.keyboard.press("ArrowDown")
    expect(bias.locator("input")).to_have_value("2.9")
    expect(shown).to_have_text("−4.1")
    matrices.keyboard.press("Escape")
    expect(shown).to_have_text("−6")
    expect(bias).to_be_focused()
    matrices.wait_for_timeout(600)
    assert "b2" not in link_values(matrices)
    matrices.keyboard.press("Enter")
    matrices.keyboard.insert_text("−1,5")
    matrices.keyboard.press("Enter")
    settled_link(matrices, "b2", "-1.5")
    expect(bias).to_have_text("−1.5")
    expect(bias).to_be_focused()


@pytest.mark.parametrize(
    ("typed", "value", "problem"),
    [("9", "3", "typed_out_of_range"), ("two", "−1", "typed_not_a_number")],
)
def test_what_cannot_be_is_said(matrices: Page, typed: str, value: str, problem: str) -> None:
    target = cell(matrices, "sample 1, x₂")
    target.focus()
    matrices.keyboard.press("Enter")
    matrices.keyboard.insert_text(typed)
    matrices.keyboard.press("Enter")
    expect(target).to_have_text(value)
    said = content.words()["problems"][problem].format(
        label="sample 1, x₂", low="−3", high="3", value=value
    )
    note = matrices.locator(".jl-cells .jl-note")
    expect(note).to_have_text(said)
    matrices.keyboard.press("1")
    expect(note).to_have_text("")


def test_a_number_is_dragged_like_a_slider(matrices: Page) -> None:
    """The picture follows while it is held; it is one change, which undo takes back."""
    before = picture(matrices)
    hold(matrices, cell(matrices, "neuron 2, w₁"), 24)
    expect(cell(matrices, "neuron 2, w₁")).to_have_text("−1.4")  # six steps of 0.1
    expect(result(matrices, 1, 2)).to_have_text("−4.2")
    assert picture(matrices) != before
    assert "w21" not in link_values(matrices)
    matrices.mouse.up()
    settled_link(matrices, "w21", "-1.4")
    matrices.locator(".jl-tool", has_text="Undo").click()
    settled_link(matrices, "w21", None)
    expect(cell(matrices, "neuron 2, w₁")).to_have_text("−2")


def test_a_drag_ends_at_the_bounds(matrices: Page) -> None:
    hold(matrices, cell(matrices, "sample 1, x₁"), -400)
    matrices.mouse.up()
    settled_link(matrices, "x11", "-3")


def test_a_second_press_opens_the_field(matrices: Page) -> None:
    target = cell(matrices, "neuron 1, b")
    target.click()
    expect(target.locator("input")).to_have_count(0)
    target.click()
    expect(target.locator("input")).to_be_focused()
    result(matrices, 1, 1).click()  # what stands in the field is kept
    expect(target.locator("input")).to_have_count(0)
    expect(target).to_have_text("0.5")
    result(matrices, 1, 1).press("7")  # what is computed cannot be typed
    expect(result(matrices, 1, 1).locator("input")).to_have_count(0)


def numbers(page: Page) -> dict[str, Any]:
    """Every number by what it is called."""
    labels = [
        str(node.get_attribute("aria-label")) for node in page.locator("[role=gridcell]").all()
    ]
    return dict(label.split(": ") for label in labels)


def test_the_forms_turn_the_matrices_and_keep_the_numbers(page: Page, app: str) -> None:
    """Nothing of the state but the form changes; back in the book’s form all is as before."""
    open_lesson(page, app, "layer", "step=7")
    book = numbers(page)
    assert len(book) == 9 + 6 + 2 + 6
    for form in ("keras", "torch", "book"):
        page.locator(".jl-dock select").select_option(form)
        settled_link(page, "form", None if form == "book" else form)
        page.wait_for_timeout(700)
        assert numbers(page) == book
    sizes = page.locator(".jl-body").evaluate_all("(all) => all.map((n) => n.ariaLabel)")
    assert sizes == ["W, 2 × 3", "X, 3 × 3", "b, 2 × 1", "Z, 2 × 3"]


def test_cells_are_large_enough_for_a_finger(phone: Page, app: str) -> None:
    """In every form with all rows and columns there are; and none hides another."""
    for form in ("book", "keras", "torch"):
        open_lesson(phone, app, "layer", f"form={form}&neurons=3&inputs=3&samples=4")
        phone.wait_for_timeout(300)
        boxes = phone.locator(".jl-number-cell").evaluate_all(
            "(all) => all.map((n) => n.getBoundingClientRect()).map(({x, y, width, height}) => "
            "[x, y, width, height])"
        )
        for i, (x, y, width, height) in enumerate(boxes):
            assert min(width, height) >= 24
            for x2, y2, width2, height2 in boxes[i + 1 :]:
                is_apart = (
                    x2 >= x + width - 0.5 or x >= x2 + width2 - 0.5
                    or y2 >= y + height - 0.5 or y >= y2 + height2 - 0.5
                )  # fmt: skip
                assert is_apart, form
        bottom = phone.evaluate(
            "document.querySelector('.jl-sheet').getBoundingClientRect().bottom"
        )
        view = phone.evaluate("document.querySelector('.jl-cells').getBoundingClientRect().bottom")
        assert bottom <= view + 1, form
    target = cell(phone, "neuron 1, b")
    for _ in range(2):
        stroke(phone, centre(target))
    expect(target.locator("input")).to_be_focused()
