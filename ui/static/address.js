// The state in the address, so that a copied link opens the same picture.

import { tidy } from "./dom.js";
import { replaceQuery } from "./streamlit_inside.js";

export function writeAddress(lab) {
  replaceQuery(link(lab));
}

// What a link says: which step it starts from, if not the first, and what differs from that
// step's own state. A lesson without steps starts from its defaults. Names that are to be left
// out come with null.
export function link({ controls, steps, values }) {
  const base = steps[(values.step ?? 1) - 1]?.state ?? {};
  return [...controls].map(([name, control]) => {
    const value = values[name];
    const idle = name === "step" && steps.length ? 1 : (base[name] ?? control.default);
    return [name, value === undefined || value === idle ? null : asText(control, value)];
  });
}

function asText(control, value) {
  if (control.kind === "switch") return value ? "1" : "0";
  if (control.kind !== "number") return String(value);
  return plain(tidy(value));
}

// Small numbers too without a power of ten, for a link is read by people.
function plain(value) {
  const text = String(value);
  return text.includes("e") ? value.toFixed(6).replace(/\.?0+$/, "") : text;
}
