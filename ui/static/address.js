// The state in the address, so that a copied link opens the same picture.

import { tidy } from "./dom.js";
import { replaceQuery } from "./streamlit_inside.js";

// What stands at its default is left out.
export function writeAddress(controls, values) {
  replaceQuery(
    [...controls].map(([name, control]) => {
      const isIdle = values[name] === undefined || values[name] === control.default;
      return [name, isIdle ? null : asText(control, values[name])];
    }),
  );
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
