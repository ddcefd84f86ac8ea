// A choice among a few, and a switch: the browser's own, so that every device knows them.

import { element, uniqueId } from "./dom.js";
import { inline, textOf } from "./runs.js";
import { View } from "./view.js";

export class Choice extends View {
  build() {
    const id = uniqueId(this.data);
    this.label = element("label", { for: id, class: "jl-label" });
    this.select = element("select", { id, class: "jl-select" });
    this.box = element("div", { class: "jl-choice" }, this.label, this.select);
    this.parent.append(this.box);
    this.select.addEventListener("change", () => {
      this.lab.set({ [this.data.name]: this.select.value });
      this.lab.rest();
    });
  }

  mount() {
    const { label, help, role } = this.data;
    if (role) this.box.style.setProperty("--jl-role", `var(--jl-${role}, currentColor)`);
    if (this.label.textContent !== textOf(label)) this.label.replaceChildren(...inline(label));
    if (help) this.select.setAttribute("aria-description", help);
    this.label.title = help ?? "";
  }

  follow(values) {
    const control = this.lab.controls.get(this.data.name);
    if (!control) return;
    this.box.classList.toggle("jl-asked", this.lab.isAsked(this.data.name));
    const mark = JSON.stringify(control.choices);
    if (mark !== this.mark) {
      this.mark = mark;
      this.select.replaceChildren(
        ...control.choices.map(([key, words]) => element("option", { value: key }, words)),
      );
      this.box.classList.add("jl-ready");
    }
    this.select.value = values[this.data.name];
  }
}

export class Switch extends View {
  build() {
    const id = uniqueId(this.data);
    this.input = element("input", { type: "checkbox", role: "switch", id, class: "jl-toggle" });
    this.label = element("label", { for: id, class: "jl-label" });
    this.box = element("div", { class: "jl-switch" }, this.input, this.label);
    this.parent.append(this.box);
    this.input.addEventListener("change", () => {
      this.lab.set({ [this.data.name]: this.input.checked });
      this.lab.rest();
    });
  }

  mount() {
    const { label, help, role } = this.data;
    if (role) this.box.style.setProperty("--jl-role", `var(--jl-${role}, currentColor)`);
    if (this.label.textContent !== textOf(label)) this.label.replaceChildren(...inline(label));
    if (help) this.input.setAttribute("aria-description", help);
    this.label.title = help ?? "";
  }

  follow(values) {
    if (values[this.data.name] === undefined) return;
    this.box.classList.toggle("jl-asked", this.lab.isAsked(this.data.name));
    this.input.checked = Boolean(values[this.data.name]);
    this.box.classList.add("jl-ready");
  }
}
