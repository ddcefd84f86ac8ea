// Small things that every part needs: elements, and numbers as people write them.

export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

// A control may stand on more than one stage of a page.
let counted = 0;
export const uniqueId = ({ lesson, name }) => `jl-${lesson}-${name}-${++counted}`;

// Values of the state have at most six decimals, on both sides of the wire.
export const tidy = (value) => Number(value.toFixed(6)) + 0;

// A true minus sign, no idle zeros, and no more decimals than the step has, where that is exact.
export function written(value, step) {
  const decimals = Math.max(0, Math.min(6, Math.ceil(-Math.log10(step) - 1e-9)));
  const short = Number(value.toFixed(decimals));
  const exact = Math.abs(value - short) < 1e-9 ? short : tidy(value);
  return String(exact + 0).replace("-", "−");
}

// What a person typed, or null: a true minus and a decimal comma are welcome.
export function read(text) {
  const plain = text.trim().replace("−", "-").replace(",", ".");
  const value = Number(plain);
  return plain !== "" && Number.isFinite(value) ? value : null;
}

// The nearest value that a number can have.
export function nearest(value, { low, high, whole }) {
  return tidy(Math.min(Math.max(whole ? Math.round(value) : value, low), high));
}

// A template with {names} in it.
export function filled(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// What is said of a number that could not be taken as it was typed.
export function remark(template, { low, high, step }, label, value) {
  const [from, to, now] = [low, high, value].map((number) => written(number, step));
  return filled(template, { label, low: from, high: to, value: now });
}

export const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
