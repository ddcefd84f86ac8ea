// A stage's controls. On a desk they stand side by side below the figure. On a phone they are a
// dock at the thumb: chips with letter and value, and the one control that is chosen.

import { Choice, Switch } from "./choice.js";
import { element, written } from "./dom.js";
import { inline, textOf } from "./runs.js";
import { Slider } from "./slider.js";
import { View } from "./view.js";

const KINDS = { slider: Slider, number: Slider, choice: Choice, switch: Switch };

export class Controls extends View {
  cells = [];

  build() {
    this.chips = element("div", { class: "jl-chips", role: "group" });
    this.grid = element("div", { class: "jl-controls" });
    this.box = element("div", { class: "jl-dock" }, this.chips, this.grid);
    this.parent.append(this.box);
  }

  destroy() {
    for (const cell of this.cells) cell.leave();
  }

  mount() {
    const { specs } = this.data;
    const names = specs.map(({ name, kind }) => `${name} ${kind}`).join();
    if (names !== this.names) {
      this.names = names;
      this.destroy();
      this.cells = specs.map((spec) => new Cell(spec, () => this.choose(spec.name)));
      this.chips.replaceChildren(...this.cells.map(({ chip }) => chip));
      this.grid.replaceChildren(...this.cells.map(({ node }) => node));
    }
    this.cells.forEach((cell, i) => cell.mount(specs[i], this.component));
    this.chips.hidden = specs.length < 2;
    if (!this.cells.some(({ name }) => name === this.chosen)) this.choose(specs[0]?.name);
  }

  // With a step, what its task asks for comes to the thumb.
  follow(values) {
    if (values.step !== this.step) {
      this.step = values.step;
      const asked = this.cells.find(({ name }) => this.lab.isAsked(name));
      if (asked) this.choose(asked.name);
    }
    for (const cell of this.cells) cell.follow(values, this.lab);
  }

  choose(name) {
    this.chosen = name;
    for (const cell of this.cells) cell.choose(cell.name === name);
  }
}

class Cell {
  constructor({ name }, choose) {
    this.name = name;
    this.node = element("div", { class: "jl-cell" });
    this.letter = element("span", { class: "jl-chip-letter" });
    this.value = element("span", { class: "jl-chip-value" });
    this.chip = element(
      "button", { type: "button", class: "jl-chip" }, this.letter, this.value,
    );
    this.chip.addEventListener("click", choose);
  }

  // The control is a part of its own, as if Streamlit had placed it here.
  mount(spec, component) {
    const { lesson, exact, notes } = component.data;
    this.spec = spec;
    this.leave = KINDS[spec.kind].for({
      data: { ...spec, lesson, exact, notes }, parentElement: this.node,
      setTriggerValue: component.setTriggerValue,
    });
    const { label, letter, role } = spec;
    this.letter.replaceChildren(...inline(letter ?? label));
    this.chip.classList.toggle("jl-wordy", textOf(letter ?? label).length > 2);
    this.chip.style.setProperty("--jl-role", `var(--jl-${role}, currentColor)`);
  }

  leave() {}

  follow(values, lab) {
    const control = lab.controls.get(this.name);
    const value = values[this.name];
    if (!control || value === undefined) return;
    const text = this.written(control, value);
    this.chip.classList.toggle("jl-asked", lab.isAsked(this.name));
    if (this.value.textContent === text) return;
    this.value.textContent = text;
    this.value.classList.toggle("jl-wordy", control.kind !== "number");
    this.chip.setAttribute("aria-label", `${textOf(this.spec.label)}: ${text}`);
  }

  written(control, value) {
    if (control.kind === "number") return written(value, control.step);
    const { short = {}, words } = this.spec;
    if (control.kind === "switch") return value ? words.on : words.off;
    return short[value] ?? control.choices.find(([key]) => key === value)?.[1] ?? String(value);
  }

  choose(isChosen) {
    this.node.classList.toggle("jl-chosen", isChosen);
    this.chip.setAttribute("aria-pressed", String(isChosen));
  }
}
