// A step's state is shown by going there: numbers move, so that the change is seen as motion.

import { tidy } from "./dom.js";

const GLIDE_MS = 400;
const FINER = 10; // parts of a control's step that are shown on the way

const stillness = window.matchMedia("(prefers-reduced-motion: reduce)");

export const wantsStillness = () => stillness.matches;

export class Glide {
  // `change(values)` shows values; `end()` is called once, when the target is reached.
  constructor({ from, target, controls, change, end }) {
    Object.assign(this, { target, change, end });
    this.moving = Object.entries(target)
      .filter(([name, value]) => isMotion(controls.get(name), from[name], value))
      .map(([name, value]) => {
        const { step } = controls.get(name);
        return { name, from: from[name], to: value, grain: step / FINER };
      });
    const isLater = (name) => name === "reveal" && target.reveal > from.reveal;
    const glides = new Set(this.moving.map(({ name }) => name));
    const first = Object.entries(target).filter(([name]) => !glides.has(name) && !isLater(name));
    this.atOnce = Object.fromEntries(first);
  }

  start() {
    if (!this.moving.length || wantsStillness()) {
      this.finish();
      return;
    }
    this.change(this.atOnce);
    const begun = performance.now();
    const go = (now) => {
      const share = (now - begun) / GLIDE_MS;
      if (share >= 1) {
        this.finish();
        return;
      }
      this.change(this.at(eased(Math.max(0, share))));
      this.frame = requestAnimationFrame(go);
    };
    this.frame = requestAnimationFrame(go);
  }

  at(share) {
    return Object.fromEntries(
      this.moving.map(({ name, from, to, grain }) => {
        const value = from + (to - from) * share;
        return [name, tidy(Math.round(value / grain) * grain)];
      }),
    );
  }

  finish() {
    this.stop();
    this.change(this.target);
    this.end();
  }

  stop() {
    cancelAnimationFrame(this.frame);
  }
}

function isMotion(control, from, to) {
  if (control?.kind !== "number" || control.whole) return false;
  return Number.isFinite(from) && from !== to;
}

// cubic-bezier(.2, 0, 0, 1), as the style sheets would have it: solve x for the curve's own
// parameter, then take y.
export function eased(x) {
  const curve = (a, b, t) => 3 * a * t * (1 - t) ** 2 + 3 * b * t ** 2 * (1 - t) + t ** 3;
  let [low, high] = [0, 1];
  for (let i = 0; i < 20; i++) {
    const middle = (low + high) / 2;
    if (curve(0.2, 0, middle) < x) low = middle;
    else high = middle;
  }
  return curve(0, 1, (low + high) / 2);
}
