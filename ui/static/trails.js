// Where a point has been: dots that it leaves while the hand moves it. Only to be looked at; a
// figure's words say what there is to know.

import { drawing } from "./icons.js";
import { rangesOf, toPixels } from "./plotly_inside.js";

const MOST = 60; // of one trail; the oldest go
const APART = 10; // pixels between any two, so that going to and fro adds nothing
const RADIUS = 3.5;

export class Trails {
  constructor() {
    this.layer = drawing("svg", { class: "jl-trails", "aria-hidden": "true" });
    this.trails = [];
  }

  set(specs = []) {
    const mark = JSON.stringify(specs);
    if (mark === this.mark) return;
    this.mark = mark;
    this.clear();
    this.trails = specs.map((spec) => ({ spec, dots: [], start: null }));
  }

  clear() {
    for (const trail of this.trails) empty(trail);
  }

  // A trail belongs to one neuron: it is over when that changes.
  follow(values) {
    for (const trail of this.trails) {
      const start = (trail.spec.reset_by ?? []).map((name) => values[name]).join();
      if (trail.start !== null && start !== trail.start) empty(trail);
      trail.start = start;
    }
  }

  // `figure` shows a state that the hand has made.
  add(plot, figure) {
    for (const trail of this.trails) {
      const { name, role } = trail.spec;
      const own = figure.fields[`${name}/trail-role`] ?? role;
      const place = figure.placeOf(name);
      if (own && place.every(Number.isFinite)) this.leave(plot, trail, place, own);
    }
  }

  leave(plot, trail, [x, y], role) {
    const [across, up] = rangesOf(plot);
    if (x < across[0] || x > across[1] || y < up[0] || y > up[1]) return;
    const [left, top] = toPixels(plot, x, y);
    const isNew = trail.dots.every((dot) => {
      const [otherLeft, otherTop] = toPixels(plot, dot.x, dot.y);
      return Math.hypot(left - otherLeft, top - otherTop) >= APART;
    });
    if (!isNew) return;
    const node = drawing("circle", {
      r: RADIUS, cx: left, cy: top, style: `fill: var(--jl-${role}, currentColor)`,
    });
    this.layer.append(node);
    trail.dots.push({ x, y, node });
    if (trail.dots.length > MOST) trail.dots.shift().node.remove();
  }

  place(plot) {
    for (const { dots } of this.trails) {
      for (const { x, y, node } of dots) {
        const [left, top] = toPixels(plot, x, y);
        node.setAttribute("cx", left);
        node.setAttribute("cy", top);
      }
    }
  }
}

function empty(trail) {
  for (const { node } of trail.dots.splice(0)) node.remove();
}
