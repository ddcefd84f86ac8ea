// Equations in two storeys: letters above, and under each the number that stands for it.

import { element } from "./dom.js";
import { seen, symbol } from "./letters.js";
import { Brackets, shapeOf, spoken, whileTooWide } from "./matrix.js";
import { Picture } from "./view.js";

const NUMBER = /^[(−]*\d/; // an equation of one storey may hold numbers between its letters

export class Equations extends Picture {
  drawn = [];

  build() {
    this.rows = element("div", { class: "jl-rows" });
    this.box = element("div", { class: "jl-equations", role: "status" }, this.rows);
    this.parent.append(this.box);
    this.sizes = whileTooWide(this.box, this.rows);
    this.breaks = new ResizeObserver(() => this.arrange());
    this.breaks.observe(this.box);
  }

  destroy() {
    this.sizes.disconnect();
    this.breaks.disconnect();
  }

  // A screen reader is told when the hand rests, not at every step.
  follow() {
    this.box.setAttribute("aria-busy", String(this.lab.isHeld));
    if (this.isLoose && !this.lab.isHeld) this.arrange();
  }

  draw({ lines }) {
    const hasAsMany = lines.length === this.drawn.length;
    lines.forEach((columns, i) => {
      const before = this.drawn[i];
      const look = Line.lookOf(columns);
      if (before?.look !== look) {
        this.drawn[i] = new Line(columns, look, before);
        if (hasAsMany) before.node.replaceWith(this.drawn[i].node);
        this.isLoose = true;
      }
      this.drawn[i].fill(columns);
    });
    this.drawn.length = lines.length;
    if (!hasAsMany) this.rows.replaceChildren(...this.drawn.map(({ node }) => node));
    if (!hasAsMany || (this.isLoose && !this.lab.isHeld)) this.arrange();
  }

  // Short equations stand side by side. Which ones is settled when they are written or the box
  // changes its width, and not while a number grows: under the hand nothing may wrap.
  arrange() {
    this.isLoose = false;
    const nodes = this.drawn.map(({ node }) => node);
    const space = this.box.clientWidth;
    const gap = Number.parseFloat(getComputedStyle(this.rows).columnGap) || 0;
    const rows = [];
    let left = 0;
    for (const node of nodes) {
      const width = node.offsetWidth;
      if (!rows.length || width + gap > left) {
        rows.push([]);
        left = space;
      }
      rows.at(-1).push(node);
      left -= width + gap;
    }
    const mark = rows.map((row) => row.length).join();
    if (mark === this.mark && this.rows.firstChild?.className === "jl-row") return;
    this.mark = mark;
    this.rows.replaceChildren(...rows.map((row) => element("div", { class: "jl-row" }, ...row)));
  }
}

class Line {
  // All that stays while a letter or number changes.
  static lookOf(columns) {
    return JSON.stringify(
      columns.map(({ kind, role, value }) => [
        kind, role, value === "" || (shapeOf(value.rows) ?? "number"),
      ]),
    );
  }

  constructor(columns, look, before) {
    this.look = look;
    this.hasValues = columns.some(({ value }) => value !== "");
    this.said = element("span", { class: "jl-said" });
    this.columns = columns.map((column) => new Column(column, this.hasValues));
    // Widths are kept as long as the line has as many columns.
    if (before?.columns.length === columns.length) {
      this.columns.forEach((column, i) => (column.width = before.columns[i].width));
    }
    const visible = element(
      "span",
      { class: "jl-columns", "aria-hidden": "true" },
      ...this.columns.map(({ node }) => node),
    );
    this.node = element("div", { class: "jl-equation" }, this.said, visible);
  }

  fill(columns) {
    this.columns.forEach((column, i) => column.fill(columns[i]));
    const text = sentence(columns);
    if (this.said.textContent !== text) this.said.textContent = text;
  }
}

class Column {
  width = 0; // in digits, the largest so far

  constructor({ kind, role, value }, hasValues) {
    const color = kind === "operator" ? null : `color: var(--jl-${role}, currentColor)`;
    this.isWords = kind === "words";
    this.node = element("span", { class: `jl-column jl-${kind}`, style: color });
    this.letter = this.node.appendChild(element("span", { class: "jl-letter" }));
    if (!hasValues) return;
    this.value = this.node.appendChild(seen("span", "jl-value", ""));
    if (!value.rows) return;
    this.brackets = new Brackets(value.rows);
    this.value.append(this.brackets.node);
  }

  fill({ letter, value }) {
    if (letter !== this.symbol) {
      this.symbol = letter;
      this.letter.replaceChildren(...(this.isWords ? [seen("span", null, letter)] : symbol(letter)));
      if (NUMBER.test(letter)) this.keep(this.letter, letter);
    }
    if (this.brackets) this.brackets.fill(value.rows);
    else if (this.value) this.keep(this.value, (this.value.dataset.text = value));
  }

  // A column keeps the largest width it has had, so that nothing jumps under the hand.
  keep(node, text) {
    this.width = Math.max(this.width, text.length);
    node.style.minWidth = `${this.width}ch`;
  }
}

// One line as it would be read aloud: z = w₁ · x₁ + b = 1.2 · 2 − 0.5 = 1.9.
export function sentence(columns) {
  const letters = columns.map(({ letter }) => letter);
  const values = columns.map(({ value }) => (value.rows ? spoken(value.rows) : value));
  const joined = (parts) => parts.filter(Boolean).join(" ");
  const upper = joined(letters);
  if (!joined(values)) return upper;
  if (!upper) return joined(values);
  const equals = letters.flatMap((letter, i) => (letter === "=" ? [i] : []));
  if (equals.length !== 1 || equals[0] === 0) return `${upper}; ${joined(values)}`;
  const [at] = equals;
  const result = joined(values.slice(0, at));
  const sum = joined(values.slice(at + 1));
  const hasResult = result && result !== sum;
  return joined(hasResult ? [upper, "=", sum, values[at], result] : [upper, "=", sum]);
}
