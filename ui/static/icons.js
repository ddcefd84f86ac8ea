// The few signs of the page, drawn with the pen of the text beside them.

const SVG = "http://www.w3.org/2000/svg";

const SIGNS = {
  tick: { size: 14, width: 2, path: "M2.5 7.5l3 3 6-7" },
  undo: { size: 16, width: 1.5, path: "M4 6h6a3.5 3.5 0 0 1 0 7H6M4 6l3-3M4 6l3 3" },
  again: { size: 16, width: 1.5, path: "M13 8a5 5 0 1 1-1.6-3.7M13 2v3h-3" },
  onward: { size: 16, width: 1.5, path: "M3 8h10M9 4l4 4-4 4" },
  questions: { size: 16, width: 1.25, path: "M5.5 6a2.5 2.5 0 1 1 3.6 2.2C8.3 8.6 8 9 8 9.8M8 12.3v.01" },
  numbers: { size: 16, width: 1.5, path: "M2.5 3.5h11v9h-11zM2.5 6.5h11M6.5 6.5v6" },
  link: {
    size: 16,
    width: 1.5,
    path:
      "M7 9a2.6 2.6 0 0 0 3.7 0l2-2A2.6 2.6 0 0 0 9 3.3l-.8.8" +
      "M9 7a2.6 2.6 0 0 0-3.7 0l-2 2A2.6 2.6 0 0 0 7 12.7l.8-.8",
  },
};

export function drawing(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

export function icon(name, pixels) {
  const { size, width, path } = SIGNS[name];
  return drawing(
    "svg",
    {
      class: "jl-icon", viewBox: `0 0 ${size} ${size}`, width: pixels ?? size,
      height: pixels ?? size, fill: "none", stroke: "currentColor", "stroke-width": width,
      "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true",
    },
    drawing("path", { d: path }),
  );
}
