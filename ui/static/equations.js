// Equations in two storeys: letters above, and under each the number that stands for it.

import { element, written } from "./dom.js";
import { wantsStillness } from "./glide.js";
import { seen, symbol } from "./letters.js";
import { Brackets, shapeOf, spoken, whileTooWide } from "./matrix.js";
import { Picture } from "./view.js";

const NUMBER = /^[(−]*\d/; // an equation of one storey may hold numbers between its letters

const TINT_MS = 800; // where nothing may move, a new number is tinted instead
const BREAKPOINTS = ["wide", "middle", "phone"];

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

  // The room for the most lines that any step shows, so that the figure below never moves.
  mount() {
    const { reserve } = this.data;
    this.box.classList.toggle("jl-reserved", Boolean(reserve));
    for (const name of BREAKPOINTS) {
      const lines = typeof reserve === "number" ? reserve : reserve?.[name];
      if (lines) this.box.style.setProperty(`--jl-lines-${name}`, lines);
    }
  }

  begin() {
    if (wantsStillness()) this.tintedUntil = performance.now() + TINT_MS;
  }

  // A screen reader is told when the hand rests, not at every step.
  follow() {
    this.box.setAttribute("aria-busy", String(this.lab.isHeld));
    for (const line of this.drawn) line.point(this.lab);
    if (this.isLoose && !this.lab.isHeld) this.arrange();
  }

  draw({ lines }) {
    const hasAsMany = lines.length === this.drawn.length;
    // On the way to a step numbers have more decimals than where they rest.
    const way = { isPassing: Boolean(this.lab.glide), isTinted: performance.now() < this.tintedUntil };
    lines.forEach((columns, i) => {
      const before = this.drawn[i];
      const look = Line.lookOf(columns);
      if (before?.look !== look) {
        this.drawn[i] = new Line(columns, look, before);
        this.drawn[i].point(this.lab);
        if (hasAsMany) before.node.replaceWith(this.drawn[i].node);
        this.isLoose = true;
      }
      this.drawn[i].fill(columns, way);
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
      columns.map(({ kind, role, name, value }) => [
        kind, role, name, value === "" || (shapeOf(value.rows) ?? "number"),
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

  point(lab) {
    for (const column of this.columns) column.point(lab);
  }

  fill(columns, way) {
    this.columns.forEach((column, i) => column.fill(columns[i], way));
    const text = sentence(columns);
    if (this.said.textContent !== text) this.said.textContent = text;
  }
}

class Column {
  width = 0; // in digits, the largest so far

  constructor({ kind, role, value, name }, hasValues) {
    this.name = name; // of the control whose value it shows
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

  // Tint what the task asks for, and keep room for the control's widest value.
  point(lab) {
    if (!this.name) return;
    this.node.classList.toggle("jl-asked", lab.isAsked(this.name));
    const control = lab.controls.get(this.name);
    if (control?.kind !== "number" || control === this.control || !this.value) return;
    this.control = control;
    const { low, high, step } = control;
    // One step from the ends, where the decimals are.
    for (const end of [low, high, low + step, high - step]) this.keep(this.value, written(end, step));
  }

  fill({ letter, value }, { isPassing, isTinted }) {
    if (letter !== this.symbol) {
      this.symbol = letter;
      this.letter.replaceChildren(...(this.isWords ? [seen("span", null, letter)] : symbol(letter)));
      if (NUMBER.test(letter) && !isPassing) this.keep(this.letter, letter);
    }
    if (this.brackets) {
      this.brackets.fill(value.rows);
      return;
    }
    if (!this.value || this.value.dataset.text === value) return;
    if (isTinted) this.tint();
    this.value.dataset.text = value;
    if (!isPassing) this.keep(this.value, value);
  }

  // A column keeps the largest width it has had, so that nothing jumps under the hand.
  keep(node, text) {
    this.width = Math.max(this.width, text.length);
    node.style.width = `${this.width}ch`;
  }

  tint() {
    this.node.classList.add("jl-changed");
    clearTimeout(this.tinting);
    this.tinting = setTimeout(() => this.node.classList.remove("jl-changed"), TINT_MS);
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
