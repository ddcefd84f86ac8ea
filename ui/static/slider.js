// A slider for one number of the state, with a field beside it for an exact value.

import { element, nearest, read, remark, tidy, uniqueId, written } from "./dom.js";
import { inline, textOf } from "./runs.js";
import { View } from "./view.js";

export class Slider extends View {
  build() {
    const id = uniqueId(this.data);
    this.range = element("input", { type: "range", id, class: "jl-range" });
    this.exact = element("input", {
      type: "text", inputmode: "decimal", class: "jl-exact", autocomplete: "off",
      spellcheck: "false",
    });
    this.label = element("label", { for: id, class: "jl-label" });
    this.ticks = element("span", { "aria-hidden": "true" });
    this.note = element("p", { class: "jl-note", role: "status" });
    this.rail = element("div", { class: "jl-rail" }, this.ticks, this.range);
    this.box = element("div", { class: "jl-slider" }, this.label, this.exact, this.rail, this.note);
    this.parent.append(this.box);
    this.listen();
  }

  listen() {
    const move = (isHeld) => this.set(Number(this.range.value), isHeld);
    this.range.addEventListener("pointerdown", () => {
      this.lab.letGo();
      this.isHeld = true;
    });
    this.range.addEventListener("input", () => move(this.isHeld));
    for (const end of ["change", "pointerup", "pointercancel", "blur"]) {
      this.range.addEventListener(end, () => {
        if (!this.isHeld) return;
        this.isHeld = false;
        move(false);
        this.lab.rest();
      });
    }
    this.exact.addEventListener("change", () => this.take());
    this.exact.addEventListener("keydown", (event) => event.key === "Enter" && this.take());
  }

  mount() {
    const { label, help, role } = this.data;
    const text = textOf(label);
    if (this.label.textContent !== text) this.label.replaceChildren(...inline(label));
    this.label.title = help ?? "";
    this.exact.setAttribute("aria-label", `${text}, ${this.data.exact}`);
    if (help) this.range.setAttribute("aria-description", help);
    this.box.style.setProperty("--jl-role", `var(--jl-${role}, currentColor)`);
  }

  // The bounds stand with the state, which may come later than the slider.
  follow(values) {
    const control = this.lab.controls.get(this.data.name);
    const value = values[this.data.name];
    if (!control || value === undefined) return;
    if (control !== this.control) this.bound(control);
    this.box.classList.toggle("jl-asked", this.lab.isAsked(this.data.name));
    const text = written(value, control.step);
    if (Number(this.range.value) !== value) this.range.value = value;
    this.range.setAttribute("aria-valuetext", text);
    if (text === this.text) return;
    this.text = text;
    if (this.note.textContent && value !== this.notedAt) this.say("");
    if (this.exact !== document.activeElement) this.exact.value = text;
    this.box.style.setProperty("--jl-at", this.share(value));
  }

  bound(control) {
    this.control = control;
    const { low, high, step } = control;
    Object.assign(this.range, { min: low, max: high, step });
    // The track is filled from zero, or from the end that is nearest to it.
    const from = Math.min(Math.max(0, low), high);
    this.box.style.setProperty("--jl-from", this.share(from));
    const marks = new Set([...(from === 0 ? [0] : []), ...(this.data.ticks ?? [])]);
    this.ticks.replaceChildren(
      ...[...marks].filter((at) => at >= low && at <= high).map((at) => {
        const place = `--jl-tick: ${this.share(at)}`;
        return element("span", { class: "jl-tick", style: place }, written(at, step));
      }),
    );
    this.box.classList.add("jl-ready");
    this.text = null;
  }

  share(value) {
    const { low, high } = this.control;
    return Math.min(Math.max((value - low) / (high - low), 0), 1);
  }

  set(value, isHeld) {
    this.lab.set({ [this.data.name]: tidy(value) }, isHeld);
  }

  // ------------------------------------------------------------------ the field

  take() {
    const typed = this.exact.value;
    if (!this.control || typed === this.text) return; // Enter and leaving both come here
    const { low, high, step } = this.control;
    const given = read(typed);
    const value = nearest(given ?? this.lab.values[this.data.name], this.control);
    this.say("");
    this.set(value, false);
    this.text = written(value, step);
    this.exact.value = this.text;
    const { notes } = this.data;
    if (given === null) this.say(notes.not_a_number);
    else if (given < low || given > high) this.say(notes.out_of_range);
  }

  say(template) {
    this.notedAt = this.lab.values[this.data.name];
    const { label } = this.data;
    this.note.textContent = template
      ? remark(template, this.control, textOf(label), this.notedAt)
      : "";
  }
}
