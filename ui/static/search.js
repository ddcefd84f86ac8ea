// Searching in the browser: which texts have all the words that somebody typed. ui/search.py does
// the same on the server, where there are no live parts.

const MARKS = /[\u0300-\u036f]/g;

// Plain words: small letters without accents, and numbers. Indices become numbers: x₁ is x1.
export const words = (text) =>
  text.toLowerCase().normalize("NFKD").replace(MARKS, "").match(/[a-z0-9]+/g) ?? [];

// What is looked for: each word that says something, or all of them where none does.
export function telling(typed, idle) {
  const each = words(typed);
  const some = each.filter((word) => !idle.has(word));
  return some.length ? some : each;
}

// Each word counts as the beginning of one.
export const hasAll = (own, wanted) =>
  wanted.every((start) => own.some((word) => word.startsWith(start)));
