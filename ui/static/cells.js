// Matrices that stand above and beside each other, so that rows and columns meet. A cell is
// picked with mouse, finger or arrow keys; where it shows a value of the state it is also edited:
// typed, or dragged to the side. What is picked are two values of the state like any other.

import { Field } from "./cell_field.js";
import { element, nearest, read, remark, tidy, written } from "./dom.js";
import { eased, wantsStillness } from "./glide.js";
import { formula } from "./letters.js";
import { Picture } from "./view.js";

const SLACK = 4; // pixels before a press becomes a drag
const PER_STEP = 4; // pixels of a drag for one step of the number
const TURN_MS = 400;
const TURN_FRAMES = 12;
const ARROWS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
const TYPED = /^[-−.,\d]$/;
const LONG = 5; // letters from which on a number is set smaller where there is little room
const MANY = 6; // columns beyond which there is little room

export class Cells extends Picture {
  cells = [];
  numbers = {};

  build() {
    this.sheet = element("div", { class: "jl-sheet" });
    this.note = element("p", { class: "jl-note", role: "status" });
    this.box = element("div", { class: "jl-cells", role: "group" }, this.sheet, this.note);
    this.parent.append(this.box);
    const on = (name, act) => this.sheet.addEventListener(name, (event) => {
      const cell = this.cells.find(({ node }) => node.contains(event.target));
      if (cell) this.attempt(() => act(cell, event));
    });
    on("focusin", (cell) => this.pick(cell));
    on("pointerdown", (cell, event) => this.grab(cell, event));
    on("pointermove", (cell, event) => this.drag(event));
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      on(end, (cell, event) => this.release(event.type === "pointerup"));
    }
    on("keydown", (cell, event) => this.key(cell, event));
  }

  mount() {
    if (this.data.alt) this.box.setAttribute("aria-label", this.data.alt);
  }

  draw({ grids, numbers, alt }) {
    this.numbers = numbers;
    if (alt !== this.alt) this.box.setAttribute("aria-label", (this.alt = alt));
    if (grids !== this.grids) {
      this.grids = grids;
      const look = JSON.stringify(grids);
      if (look !== this.look) this.lay(grids);
      this.look = look;
    }
    this.follow(this.lab.values);
  }

  // ------------------------------------------------------------------ where things stand

  lay(grids) {
    const before = new Map(this.cells.map(({ name, node }) => [name, node.getBoundingClientRect()]));
    const focused = this.cells.find(({ node }) => node === document.activeElement)?.name;
    this.editing = null;
    this.cells = [];
    const sizes = (axis) => {
      const found = [];
      for (const { at, names } of grids) {
        found[at[axis]] = Math.max(found[at[axis]] ?? 0, axis ? names[0].length : names.length);
      }
      return [...found].map((size) => size ?? 0);
    };
    const columns = sizes(1);
    this.sheet.style.gridTemplateColumns = columns.map((n) => `minmax(0, ${n}fr)`).join(" ");
    const width = columns.reduce((sum, n) => sum + n, 0);
    this.sheet.style.setProperty("--jl-columns", width);
    this.sheet.classList.toggle("jl-many", width > MANY);
    this.sheet.replaceChildren(...grids.map((grid) => this.block(grid)));
    this.cells.find(({ name }) => name === focused)?.node.focus({ preventScroll: true });
    if (before.size && !wantsStillness()) this.turn(before);
  }

  block(grid) {
    const { at, letter, names, inner, side, role } = grid;
    const size = [["rows", names.length], ["columns", names[0].length]];
    const [tall, wide] = size.map(([axis, n]) =>
      element("span", { class: axis === inner ? "jl-inner" : null }, String(n)));
    const title = element(
      "div", { class: "jl-title", "aria-hidden": "true" },
      element("span", { class: "jl-letter" }, ...formula(letter)),
      // The sizes of the factors and of what they make; what is only added has none to match.
      ...(inner || !grid.editable ? [element("span", { class: "jl-size" }, tall, " × ", wide)] : []),
    );
    const rows = names.map((row, i) =>
      element("div", { class: "jl-line", role: "row" }, ...row.map((_, j) => this.cell(grid, i, j))));
    const body = element(
      "div",
      {
        class: "jl-body", role: "grid", "aria-label": `${letter}, ${names.length} × ${names[0].length}`,
        "aria-description": grid.editable ? this.data.keys : null,
      },
      ...rows,
    );
    body.style.setProperty("--jl-wide", names[0].length);
    const style = `grid-area: ${at[0] + 1} / ${at[1] + 1}; --jl-role: var(--jl-${role}, currentColor)`;
    return element("div", { class: `jl-grid jl-letter-${side}`, style }, title, body);
  }

  cell(grid, row, column) {
    const node = element("div", { class: "jl-number-cell", role: "gridcell", tabindex: "-1" });
    const name = grid.names[row][column];
    node.dataset.name = name;
    node.classList.toggle("jl-editable", grid.editable);
    node.setAttribute("aria-readonly", String(!grid.editable));
    this.cells.push({ grid, row, column, name, node, label: grid.labels[row][column] });
    return node;
  }

  // Numbers that stand elsewhere now are seen going there.
  turn(before) {
    for (const { name, node } of this.cells) {
      const from = before.get(name);
      const to = node.getBoundingClientRect();
      if (!from || (from.x === to.x && from.y === to.y)) continue;
      const frames = Array.from({ length: TURN_FRAMES + 1 }, (_, k) => {
        const left = 1 - eased(k / TURN_FRAMES);
        return { transform: `translate(${(from.x - to.x) * left}px, ${(from.y - to.y) * left}px)` };
      });
      node.animate(frames, TURN_MS);
    }
  }

  // ------------------------------------------------------------------ what they show

  follow(values) {
    let hasMoved = false;
    for (const cell of this.cells) {
      const { grid, name, node } = cell;
      const isLit = this.isLit(cell, values);
      const marks = `${isLit} ${this.lab.isAsked(name)}`;
      if (marks !== cell.marks) {
        cell.marks = marks;
        hasMoved = true;
        node.classList.toggle("jl-lit", isLit);
        node.classList.toggle("jl-picked", isLit && Boolean(grid.row && grid.column));
        node.classList.toggle("jl-asked", this.lab.isAsked(name));
        node.setAttribute("aria-selected", String(isLit));
      }
      if (this.editing?.cell !== cell) this.write(cell, this.textOf(cell, values));
    }
    if (hasMoved) this.setStops(values);
    if (this.noted && values[this.noted.name] !== this.noted.value) this.say(null);
  }

  write(cell, text) {
    if (text === cell.text) return;
    cell.text = text;
    cell.node.textContent = text;
    cell.node.classList.toggle("jl-long", text.length >= LONG);
    cell.node.setAttribute("aria-label", `${cell.label}: ${text}`);
  }

  textOf({ grid, row, column, name }, values) {
    const control = this.lab.controls.get(name);
    if (!grid.editable) return this.numbers[grid.name]?.[row]?.[column] ?? "";
    return control && values[name] !== undefined ? written(values[name], control.step) : "";
  }

  // In the picked row and column, as far as the matrix has them.
  isLit({ grid, row, column }, values) {
    const [tall, wide] = [grid.names.length, grid.names[0].length];
    const isAt = (name, k, count) => !name || Math.min(values[name], count) === k + 1;
    return Boolean(grid.row || grid.column)
      && isAt(grid.row, row, tall) && isAt(grid.column, column, wide);
  }

  // Each matrix is one stop of the tab key: where the focus was, or its first cell that is lit.
  setStops(values) {
    for (const grid of new Set(this.cells.map((cell) => cell.grid))) {
      const own = this.cells.filter((cell) => cell.grid === grid);
      const lit = own.filter((cell) => this.isLit(cell, values));
      const stop = lit.find((cell) => cell === this.last) ?? lit[0] ?? own[0];
      for (const cell of own) cell.node.tabIndex = cell === stop ? 0 : -1;
    }
  }

  pick(cell) {
    this.last = cell;
    this.setStops(this.lab.values);
    const { grid, row, column } = cell;
    const picked = [[grid.row, row + 1], [grid.column, column + 1]].filter(([name]) => name);
    this.lab.set(Object.fromEntries(picked));
  }

  // ------------------------------------------------------------------ pointer

  grab(cell, event) {
    if (event.button > 0 || event.target.matches("input")) return;
    event.preventDefault();
    this.lab.letGo();
    const wasHere = document.activeElement === cell.node;
    this.editing?.close();
    cell.node.focus({ preventScroll: true });
    if (!cell.grid.editable) return;
    cell.node.setPointerCapture(event.pointerId);
    this.held = { cell, x: event.clientX, from: this.lab.values[cell.name], wasHere };
  }

  drag(event) {
    if (!this.held) return;
    const { cell, x, from } = this.held;
    const way = event.clientX - x;
    if (!this.held.moves && Math.abs(way) < SLACK) return;
    this.held.moves = true;
    const { step } = this.lab.controls.get(cell.name);
    this.lab.set({ [cell.name]: this.within(cell, from + Math.round(way / PER_STEP) * step) }, true);
  }

  release(isUp) {
    if (!this.held) return;
    const { cell, moves, wasHere } = this.held;
    this.held = null;
    if (moves) this.lab.rest();
    else if (isUp && wasHere) this.edit(cell);
  }

  within({ name }, value) {
    return nearest(value, this.lab.controls.get(name));
  }

  // ------------------------------------------------------------------ keyboard

  key(cell, event) {
    if (this.editing) return; // the field has keys of its own
    const way = ARROWS[event.key];
    if (way) {
      event.preventDefault();
      this.step(cell, way);
    } else if (cell.grid.editable && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const isTyped = TYPED.test(event.key);
      if (!isTyped && event.key !== "Enter" && event.key !== "F2") return;
      event.preventDefault();
      this.edit(cell, isTyped ? event.key : null);
    }
  }

  step(cell, [down, right]) {
    const to = this.cells.find(({ grid, row, column }) =>
      grid === cell.grid && row === cell.row + down && column === cell.column + right);
    to?.node.focus({ preventScroll: true });
  }

  // ------------------------------------------------------------------ typing

  edit(cell, text) {
    this.say(null);
    const { lab } = this;
    this.editing = new Field(cell, text ?? cell.text, {
      before: lab.values[cell.name],
      isNew: text !== null && text !== undefined,
      typed: (value) => this.within(cell, value) === value && lab.set({ [cell.name]: value }, true),
      step: (steps) => this.stepped(cell, steps),
      end: (given, field) => this.ended(cell, given, field),
    });
    this.editing.open();
  }

  stepped(cell, steps) {
    const { step } = this.lab.controls.get(cell.name);
    const value = this.within(cell, this.lab.values[cell.name] + steps * step);
    this.lab.set({ [cell.name]: value });
    return written(value, step);
  }

  // `given`: what stands in the field, or null where it was left with Escape.
  ended(cell, given, { before, hasFocus }) {
    this.editing = null;
    const number = given === null ? before : read(given);
    const value = number === null ? before : this.within(cell, number);
    cell.text = null;
    if (hasFocus) cell.node.focus({ preventScroll: true });
    this.lab.set({ [cell.name]: value });
    this.lab.rest();
    this.follow(this.lab.values);
    if (number === null) this.say(cell, this.data.notes.not_a_number);
    else if (value !== tidy(number)) this.say(cell, this.data.notes.out_of_range);
  }

  say(cell, template) {
    this.noted = cell && { name: cell.name, value: this.lab.values[cell.name] };
    if (!cell) {
      this.note.textContent = "";
      return;
    }
    const control = this.lab.controls.get(cell.name);
    this.note.textContent = remark(template, control, cell.label, this.noted.value);
  }
}
