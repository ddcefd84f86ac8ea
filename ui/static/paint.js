// Colours by name. A figure says “@weight”; what that is depends on the theme.

import { isDark, watchTheme } from "./streamlit_inside.js";

const NAME = /@([a-z]+(?:-[a-z]+)*)/g;

let palettes = null;
let shown = null; // the theme whose colours are in use
const listeners = new Set();

let tellReady;
export const palettesReady = new Promise((resolve) => (tellReady = resolve));

export const theme = () => shown;

// Called with the state part, which brings the palettes and sees the page's theme.
export function setPalettes(given, node) {
  palettes = given;
  watchTheme(node, () => use(isDark(node) ? "dark" : "light"));
  use(isDark(node) ? "dark" : "light");
  tellReady();
}

export function onTheme(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function use(name) {
  const root = document.documentElement.style;
  for (const [role, color] of Object.entries(palettes[name])) {
    root.setProperty(`--jl-${role}`, color);
  }
  if (name === shown) return;
  const isFirst = shown === null;
  shown = name;
  if (!isFirst) for (const listener of listeners) listener();
}

// The same with every colour's name replaced by the colour.
export function painted(part) {
  if (typeof part === "string") {
    return part.includes("@") ? part.replace(NAME, (_, name) => palettes[shown][name]) : part;
  }
  if (Array.isArray(part)) return part.map(painted);
  if (part && typeof part === "object" && !ArrayBuffer.isView(part)) {
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, painted(value)]));
  }
  return part;
}
