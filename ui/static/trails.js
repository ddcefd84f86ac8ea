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
    this.trails = specs.map((spec) => ({ spec, dots: [], start: null, last: null }));
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

  // The figure has moved. Where a point was, it leaves a dot, but only under the hand; where it
  // is, it stands itself.
  add(plot, figure, isByHand) {
    for (const trail of this.trails) {
      const { name, role } = trail.spec;
      const [x, y] = figure.placeOf(name);
      const here = { x, y, role: figure.fields[`${name}/trail-role`] ?? role };
      if (!isWithin(plot, here)) trail.last = null;
      else if (!trail.last || !isByHand) trail.last = here;
      else if (distance(plot, trail.last, here) >= APART) {
        this.leave(plot, trail, trail.last);
        trail.last = here;
      }
    }
  }

  leave(plot, trail, { x, y, role }) {
    const isNew = trail.dots.every((dot) => distance(plot, dot, { x, y }) >= APART);
    if (!isNew || !role) return;
    const [left, top] = toPixels(plot, x, y);
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

function isWithin(plot, { x, y }) {
  const [across, up] = rangesOf(plot);
  return x >= across[0] && x <= across[1] && y >= up[0] && y <= up[1];
}

function distance(plot, a, b) {
  const [from, to] = [toPixels(plot, a.x, a.y), toPixels(plot, b.x, b.y)];
  return Math.hypot(from[0] - to[0], from[1] - to[1]);
}

function empty(trail) {
  trail.last = null;
  for (const { node } of trail.dots.splice(0)) node.remove();
}
