// Mathematical letters in running text: italic where they are quantities, upright where not.

import { element } from "./dom.js";

// A quantity is one letter, or two that are multiplied (mx); longer runs are words or functions.
const RUNS = /([A-Za-z\u0370-\u03ff]+)|([₀-₉]+)|([^A-Za-z\u0370-\u03ff₀-₉]+)/g;
const LONGEST_PRODUCT = 2;
const ARTICLE = /^[aAI]$/;

const digits = (text) =>
  [...text].map((digit) => String.fromCharCode(digit.charCodeAt(0) - 0x2080 + 0x30)).join("");

// What is only seen. The style sheet shows it, so that it is not part of the page's text: an
// equation stands there as a sentence already, for readers, search and the clipboard.
export function seen(tag, kind, text) {
  return element(tag, { class: kind, "data-text": text });
}

// One symbol, as it stands in an equation: w₁ becomes an italic w with a small 1.
export function symbol(text) {
  return [...text.matchAll(RUNS)].map(([run, letters, index]) => {
    if (index) return seen("sub", null, digits(index));
    const isItalic = letters && letters.length <= LONGEST_PRODUCT;
    return seen("span", isItalic ? "jl-italic" : "jl-upright", run);
  });
}

// A label or name with letters among words. Its text stays as it was given, small digits too.
export function phrase(text) {
  const nodes = [];
  const runs = [...text.matchAll(RUNS)];
  runs.forEach(([run, letters, index], i) => {
    const isWord = letters && (letters.length > 1 || isArticle(runs, i));
    if (letters && !isWord) nodes.push(element("span", { class: "jl-italic" }, run));
    else if (index) nodes.push(element("span", { class: "jl-index" }, run));
    else nodes.push(run);
  });
  return nodes;
}

// A formula in a sentence. Its text stays as it was given, for readers, search and clipboard.
export function formula(text) {
  return [...text.matchAll(RUNS)].map(([run, letters, index]) => {
    if (index) return element("span", { class: "jl-index" }, run);
    if (!letters) return run;
    const isItalic = letters.length <= LONGEST_PRODUCT;
    return element("span", { class: isItalic ? "jl-italic" : "jl-upright" }, run);
  });
}

// “a unit”, “I see”: a letter before a word, and not a quantity.
function isArticle(runs, i) {
  const [gap, next] = [runs[i + 1]?.[0], runs[i + 2]?.[1]];
  return ARTICLE.test(runs[i][0]) && gap === " " && next?.length > 1;
}
