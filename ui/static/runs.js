// Prose with mathematics in it. It comes as a list of runs, {text, kind, role}: what each piece
// is, and which quantity's colour it has.

import { element } from "./dom.js";
import { formula, phrase } from "./letters.js";

const TAGS = { strong: "strong", em: "em", code: "code", number: "span", sign: "span" };

// A label may also be plain text; its letters are found in it then.
export function inline(words) {
  if (typeof words === "string") return phrase(words);
  return (words ?? []).map(node);
}

// The same as plain text, for what is only heard.
export function textOf(words) {
  if (typeof words === "string") return words;
  return (words ?? []).map(({ text, kind }) => (kind === "break" ? " " : text)).join("");
}

export const isSaid = (words) => Boolean(words?.length);

// The same, but only seen, and no part of the page's text: a second copy that keeps room.
export function ghost(words) {
  const copy = element("span", { "aria-hidden": "true" }, ...inline(words));
  const texts = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) found.push(texts.currentNode);
  for (const text of found) text.replaceWith(element("span", { "data-text": text.data }));
  return copy;
}

function node({ text, kind, role }) {
  if (kind === "break") return element("br");
  const style = role ? `color: var(--jl-${role}, currentColor)` : null;
  if (kind === "math") return element("span", { class: "jl-formula", style }, ...formula(text));
  const name = kind === "number" ? "jl-figures" : null;
  if (TAGS[kind]) return element(TAGS[kind], { class: name, style }, text);
  return style ? element("span", { style }, text) : text;
}
