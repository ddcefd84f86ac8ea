// A point of a figure that can be dragged, with mouse, finger or arrow keys.

import { element, nearest, written } from "./dom.js";
import { drawing } from "./icons.js";
import { fromPixels, rangesOf, toPixels, within } from "./plotly_inside.js";

const LARGE_STEP = 10; // with the shift key, in steps
const ARROWS = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1],
};

// Disc, gap, ring: what wears a ring can be moved. Chevrons say which way.
const REACH = 22; // half of what a finger needs
const CHEVRONS = {
  left: "M-13.5-4L-18 0L-13.5 4", right: "M13.5 4L18 0L13.5-4",
  up: "M-4-13.5L0-18L4-13.5", down: "M4 13.5L0 18L-4 13.5",
};

function ring(ways) {
  const chevrons = ways.flatMap((way) => [
    drawing("path", { class: "jl-chevron-ground", d: CHEVRONS[way] }),
    drawing("path", { class: "jl-chevron", d: CHEVRONS[way] }),
  ]);
  return drawing(
    "svg", { viewBox: `-${REACH} -${REACH} ${2 * REACH} ${2 * REACH}`, "aria-hidden": "true" },
    ...chevrons,
    drawing("circle", { class: "jl-ring-ground", r: 13 }),
    drawing("circle", { class: "jl-ring", r: 11.1 }),
    drawing("circle", { class: "jl-disc", r: 7.9 }),
  );
}

export class Handle {
  // `drawnAt`: where the mark is drawn, for a coordinate that the handle does not move.
  // `scale`: where along the axis its value is 0, and how far from there 1 is.
  constructor(spec, lab, plot, { drawnAt, scale }) {
    Object.assign(this, { spec, lab, plot, drawnAt, scale });
    const isOneWay = !(spec.x && spec.y);
    const ways = [...(spec.x ? ["left", "right"] : []), ...(spec.y ? ["up", "down"] : [])];
    this.node = element(
      "button",
      {
        type: "button", class: `jl-handle${isOneWay ? " jl-one-way" : ""}`,
        "data-handle": spec.x ?? spec.y,
      },
      ring(ways),
    );
    this.node.style.setProperty("--jl-role", `var(--jl-${spec.role}, currentColor)`);
    this.rail = isOneWay && spec.rail ? element("div", { class: "jl-handle-rail" }) : null;
    this.node.addEventListener("pointerdown", (event) => this.grab(event));
    this.node.addEventListener("pointermove", (event) => this.held && this.drag(event));
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      this.node.addEventListener(end, () => this.release());
    }
    this.node.addEventListener("keydown", (event) => this.key(event));
  }

  // Its place in the units of the axes, or null where there is none now.
  at() {
    const { x, y } = this.spec;
    const drawn = x && y ? [] : this.drawnAt();
    const [zero, per] = this.scale();
    const placed = (name) => zero + per * this.lab.values[name];
    const at = [x ? placed(x) : drawn[0], y ? placed(y) : drawn[1]];
    return per && at.every(Number.isFinite) ? at : null;
  }

  place() {
    const at = this.at();
    this.node.hidden = !at;
    if (this.rail) this.rail.hidden = !at;
    if (!at) return;
    const { spec, lab } = this;
    this.node.classList.toggle("jl-asked", lab.isAsked(spec.x) || lab.isAsked(spec.y));
    this.placeRail(at);
    const [x, y] = toPixels(this.plot, ...within(this.plot, ...at));
    this.node.style.transform = `translate(${x}px, ${y}px)`;
    const { label, keys, step, x: across, y: up } = spec;
    const moved = [across, up].filter(Boolean).map((name) => lab.values[name]);
    const numbers = moved.map((value) => written(value, step)).join(", ");
    this.node.setAttribute("aria-label", `${label}: ${numbers}. ${keys ?? ""}`.trim());
  }

  // From end to end of the axis that it moves along.
  placeRail([x, y]) {
    if (!this.rail) return;
    const [across, up] = rangesOf(this.plot);
    const isAcross = Boolean(this.spec.x);
    const ends = isAcross ? across.map((end) => [end, y]) : up.map((end) => [x, end]);
    const pixels = ends.map((end) => toPixels(this.plot, ...within(this.plot, ...end)));
    const [left, top] = [0, 1].map((axis) => Math.min(pixels[0][axis], pixels[1][axis]));
    const long = Math.abs(pixels[1][isAcross ? 0 : 1] - pixels[0][isAcross ? 0 : 1]);
    this.rail.style.transform = `translate(${left}px, ${top}px)`;
    this.rail.style.width = isAcross ? `${long}px` : "";
    this.rail.style.height = isAcross ? "" : `${long}px`;
  }

  // ------------------------------------------------------------------ pointer

  grab(event) {
    if (event.button > 0) return;
    event.preventDefault();
    this.lab.letGo();
    this.node.focus({ preventScroll: true });
    this.node.setPointerCapture(event.pointerId);
    const box = this.node.getBoundingClientRect();
    this.held = {
      x: event.clientX - (box.left + box.width / 2),
      y: event.clientY - (box.top + box.height / 2),
    };
    this.node.classList.add("jl-held");
  }

  drag(event) {
    const box = this.plot.getBoundingClientRect();
    const left = event.clientX - this.held.x - box.left;
    const top = event.clientY - this.held.y - box.top;
    this.move(...fromPixels(this.plot, left, top), true);
  }

  release() {
    if (!this.held) return;
    this.held = null;
    this.node.classList.remove("jl-held");
    this.lab.rest();
  }

  // ------------------------------------------------------------------ keyboard

  key(event) {
    const direction = ARROWS[event.key];
    const at = this.at();
    if (!direction || !at) return;
    event.preventDefault();
    const step = this.spec.step * Math.abs(this.scale()[1]) * (event.shiftKey ? LARGE_STEP : 1);
    // Where there is only one way to go, every arrow goes it: right and up are more.
    const [x, y] = this.spec.x && this.spec.y ? direction : Array(2).fill(Math.sign(direction[0] + direction[1]));
    this.move(at[0] + x * step, at[1] + y * step, false);
  }

  move(x, y, isHeld) {
    const [zero, per] = this.scale();
    const moved = [[this.spec.x, x], [this.spec.y, y]].filter(([name]) => name && per);
    this.lab.set(
      Object.fromEntries(
        moved.map(([name, place]) => [name, this.bounded(name, (place - zero) / per)]),
      ),
      isHeld,
    );
  }

  // On the grain of the control or of the handle, whichever is finer, and within the bounds.
  bounded(name, value) {
    const bounds = this.spec.bounds[name];
    const grain = Math.min(bounds.step, this.spec.step);
    return nearest(Math.round(value / grain) * grain, bounds);
  }
}
