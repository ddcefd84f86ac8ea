// Texts over a figure. Plotly measures each annotation of its own anew at every step, which
// costs more than the lines; these are ordinary text above it.

import { element } from "./dom.js";
import { phrase } from "./letters.js";
import { sizeOf, toPixels } from "./plotly_inside.js";

const SHIFTS = { left: 0, center: -50, right: -100 }; // per cent of the text's own width

export class Labels {
  constructor() {
    this.layer = element("div", { class: "jl-words", "aria-hidden": "true" });
    this.nodes = [];
    this.specs = [];
  }

  set(specs) {
    this.specs = specs.filter(({ text }) => text);
    while (this.nodes.length < this.specs.length) {
      this.nodes.push(this.layer.appendChild(element("span", { class: "jl-word" })));
    }
    for (const surplus of this.nodes.splice(this.specs.length)) surplus.remove();
    this.specs.forEach(({ text, role, ground }, i) => {
      const node = this.nodes[i];
      if (node.textContent !== text) node.replaceChildren(...phrase(text));
      node.style.color = `var(--jl-${role}, currentColor)`;
      node.classList.toggle("jl-on-ground", Boolean(ground));
    });
  }

  // The arithmetic is left to the style sheet, so that a text stays inside the figure without
  // being measured.
  place(plot) {
    const [width, height] = sizeOf(plot);
    this.specs.forEach(({ x, y, dx = 0, dy = 0, align }, i) => {
      const [left, top] = toPixels(plot, x, y);
      const shift = SHIFTS[align] ?? SHIFTS.center;
      const across = `clamp(0px, ${left + dx}px + ${shift}%, ${width}px - 100%)`;
      const down = `clamp(0px, ${top - dy}px - 50%, ${height}px - 100%)`;
      this.nodes[i].style.transform = `translate(${across}, ${down})`;
    });
  }
}
