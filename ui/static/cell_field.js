// The field in a cell of a matrix, while its number is typed.

import { element, read, tidy } from "./dom.js";

const STEPS = { ArrowUp: 1, ArrowDown: -1 };

export class Field {
  // `isNew`: the text is the first key that was pressed, and not the number that stood there.
  // `typed(value)` hears of every number on the way, `step(steps)` gives the text of the number
  // so many steps on, `end(text or null)` is called once.
  constructor(cell, text, { before, isNew, typed, step, end }) {
    Object.assign(this, { cell, before, isNew, typed, step, end });
    this.input = element("input", {
      type: "text", inputmode: "decimal", class: "jl-cell-field", autocomplete: "off",
      spellcheck: "false", "aria-label": cell.label,
    });
    this.input.value = text;
  }

  open() {
    this.cell.node.replaceChildren(this.input);
    this.input.addEventListener("input", () => this.tell());
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.focus({ preventScroll: true });
    if (this.isNew) this.tell();
    else this.input.select();
  }

  tell() {
    const value = read(this.input.value);
    if (value !== null) this.typed(tidy(value));
  }

  key(event) {
    const steps = STEPS[event.key];
    if (event.key === "Enter" || event.key === "Escape") {
      event.preventDefault();
      this.close(event.key === "Enter", true);
    } else if (steps) {
      event.preventDefault();
      this.input.value = this.step(steps);
    }
  }

  close(isKept = true, hasFocus = false) {
    if (this.isClosed) return;
    this.isClosed = true;
    const { before } = this;
    this.end(isKept ? this.input.value : null, { before, hasFocus });
  }
}
