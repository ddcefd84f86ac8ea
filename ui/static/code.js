// A few lines of code with the current numbers in them, and a button that copies them.

import { element } from "./dom.js";
import { Picture } from "./view.js";

const THANKS_MS = 1500; // how long the button says that it has copied

export class Code extends Picture {
  build() {
    this.code = element("code");
    this.copy = element("button", { type: "button", class: "jl-copy" });
    this.copy.addEventListener("click", () => this.copied());
    this.block = element("pre", { class: "jl-code", tabindex: "0" }, this.code);
    this.parent.append(element("div", { class: "jl-code-box" }, this.block, this.copy));
  }

  mount() {
    this.copy.textContent = this.data.copy;
    this.block.setAttribute("aria-label", this.data.label);
  }

  async copied() {
    await navigator.clipboard?.writeText(this.code.textContent);
    this.copy.textContent = this.data.copied;
    setTimeout(() => (this.copy.textContent = this.data.copy), THANKS_MS);
  }

  // Comments stand back; the rest needs no colours to be read.
  draw({ text }) {
    if (text === this.text) return;
    this.text = text;
    this.code.replaceChildren(
      ...text.split(/(#.*)/).map((piece) =>
        element("span", { class: piece.startsWith("#") ? "jl-quiet" : null }, piece),
      ),
    );
  }
}
