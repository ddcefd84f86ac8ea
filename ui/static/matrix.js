// Matrices as they are written by hand: rows between brackets, the letter above.

import { element } from "./dom.js";
import { seen, symbol } from "./letters.js";
import { Picture } from "./view.js";

export class Matrix extends Picture {
  build() {
    this.blocks = element("div", { class: "jl-blocks", "aria-hidden": "true" });
    this.said = element("span", { class: "jl-said" });
    this.box = element("div", { class: "jl-matrix", role: "group" }, this.said, this.blocks);
    this.parent.append(this.box);
    this.sizes = whileTooWide(this.box, this.blocks);
  }

  destroy() {
    this.sizes.disconnect();
  }

  mount() {
    if (this.data.alt) this.box.setAttribute("aria-label", this.data.alt);
  }

  draw({ blocks, alt }) {
    if (alt) this.box.setAttribute("aria-label", alt);
    const look = JSON.stringify(blocks.map(({ rows, ...rest }) => [rest, shapeOf(rows)]));
    if (look !== this.look) {
      this.look = look;
      this.drawn = blocks.map((block) => new Block(block));
      this.blocks.replaceChildren(...this.drawn.map(({ node }) => node));
    }
    this.drawn.forEach((block, i) => block.fill(blocks[i].rows));
    this.said.textContent = blocks.map(sentence).join(" ");
  }
}

const sentence = ({ kind, letter, rows, text }) =>
  kind === "operator" ? text : [letter, spoken(rows)].filter(Boolean).join(" ");

class Block {
  constructor({ kind, letter, role, rows, text }) {
    if (kind === "operator") {
      this.node = seen("span", "jl-operator", text);
      return;
    }
    this.brackets = new Brackets(rows);
    this.node = element(
      "span",
      { class: "jl-block", style: `color: var(--jl-${role}, currentColor)` },
      element("span", { class: "jl-letter" }, ...symbol(letter ?? "")),
      this.brackets.node,
    );
  }

  fill(rows) {
    this.brackets?.fill(rows);
  }
}

// ---------------------------------------------------------------- brackets, also in equations

export class Brackets {
  constructor(rows) {
    this.cells = rows.map((row) => row.map(() => seen("span", "jl-cell", "")));
    const columns = `grid-template-columns: repeat(${rows[0]?.length ?? 1}, auto)`;
    this.node = element("span", { class: "jl-brackets", style: columns }, ...this.cells.flat());
    this.widths = (rows[0] ?? []).map(() => 0);
  }

  // A column keeps the largest width it has had, so that nothing jumps under the hand.
  fill(rows) {
    rows.forEach((row, i) =>
      row.forEach((text, j) => {
        const cell = this.cells[i][j];
        if (cell.dataset.text !== text) cell.dataset.text = text;
        this.widths[j] = Math.max(this.widths[j], text.length);
      }),
    );
    this.cells[0]?.forEach((cell, j) => (cell.style.minWidth = `${this.widths[j]}ch`));
  }
}

export const shapeOf = (rows) => rows?.map((row) => row.length);

export const spoken = (rows) => `[${rows.map((row) => row.join(", ")).join("; ")}]`;

// What is too wide scrolls inside its own box, and then the keyboard has to reach it.
export function whileTooWide(box, content) {
  const observer = new ResizeObserver(() => {
    if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  });
  observer.observe(box);
  observer.observe(content);
  return observer;
}
