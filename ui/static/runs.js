// Prose with mathematics in it. It comes as runs: plain words are a string, others {text, kind,
// role}: what the piece is, and which quantity's colour it has. Or as paragraphs of runs.

import { element } from "./dom.js";
import { formula, phrase } from "./letters.js";

const TAGS = { strong: "strong", em: "em", code: "code", number: "span", sign: "span", words: "span" };
const CLASSES = { number: "jl-figures", sign: "jl-sign", words: "jl-upright" };

const NARROW = "\u00a0"; // a space at which no line ends
const RELATIONS = /^[=≈<>≤≥≠→]$/;
const BETWEEN = /^[+−·×]$/; // and before a single number or letter, where it has no room

// A label may also be plain text; its letters are found in it then.
export function inline(words) {
  if (typeof words === "string") return phrase(words);
  const runs = flat(words);
  return runs.map((run, i) => node(run, runs[i - 1]));
}

// The same as plain text, for what is only heard.
export function textOf(words) {
  if (typeof words === "string") return words;
  const runs = flat(words);
  return runs.map((run, i) => (run.kind === "break" ? " " : spaced(run, runs[i - 1]))).join("");
}

// The same, but only seen, and no part of the page's text: a second copy that keeps room.
export function ghost(words) {
  const copy = element("span", { "aria-hidden": "true" }, ...inline(words));
  const texts = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) found.push(texts.currentNode);
  for (const text of found) text.replaceWith(element("span", { "data-text": text.data }));
  return copy;
}

const BREAK = { kind: "break", text: "" };

function flat(words) {
  const isOne = !Array.isArray(words?.[0]);
  const paragraphs = isOne ? [words ?? []] : words;
  const runs = paragraphs.flatMap((paragraph, i) => (i ? [BREAK, ...paragraph] : paragraph));
  return runs.map((run) => (typeof run === "string" ? { text: run, kind: "plain" } : run));
}

function node(run, before) {
  const { text, kind, role } = run;
  if (kind === "break") return element("br");
  const style = role ? `color: var(--jl-${role}, currentColor)` : null;
  if (kind === "math") return element("span", { class: "jl-formula", style }, ...formula(text));
  if (TAGS[kind]) return element(TAGS[kind], { class: CLASSES[kind], style }, spaced(run, before));
  return style ? element("span", { style }, text) : text;
}

// Signs come without spaces, for what stands between them is set one by one.
function spaced({ text, kind }, before) {
  if (kind !== "sign") return text;
  if (RELATIONS.test(text)) return `${NARROW}${text} `;
  if (text === ",") return ", ";
  const isBetween = before?.kind === "math" || before?.kind === "number" || before?.text === ")";
  return BETWEEN.test(text) && isBetween ? `${NARROW}${text}${NARROW}` : text;
}
