// A chart's figure: a template of traces and axes, and fields put into it.
//
// A field's path is “<uid of the trace>/<attribute>”, for instance “boundary/x”.

import { numbers } from "./channel.js";
import { painted } from "./paint.js";

// Plotly leaves a trace without points out of its picture, and would have to draw everything anew
// when the points come back. One point far out of every window keeps its place instead.
const FAR = Float32Array.of(1e6);

// Attributes that Plotly does not know: see trails.js and handle.js.
const OWN = ["trail-role", "handle-scale"];

// A whole figure comes deflated, as text: see `folded` in ui/wire.py.
export async function unfolded(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const { template, fields } = await new Response(stream).json();
  const read = Object.entries(fields).map(([path, value]) => [path, decoded(value)]);
  return { template, fields: Object.fromEntries(read) };
}

// In JSON an array is base64 with its type and shape, as Plotly has it.
function decoded(value) {
  if (typeof value?.bdata !== "string") return value;
  const bytes = Uint8Array.from(atob(value.bdata), (letter) => letter.charCodeAt(0));
  const size = bytes.length / (value.dtype === "u1" ? 1 : 4);
  const shape = value.shape ? value.shape.split(",").map(Number) : [size];
  return numbers(bytes.buffer, value.dtype, 0, shape);
}

export class Figure {
  fields = {}; // as they came; colours are still names

  constructor(template) {
    const { data, layout } = painted(template);
    this.data = data;
    this.layout = layout;
    this.traces = new Map(data.map((trace) => [trace.uid, trace]));
  }

  // Put fields in. Gives what has changed: uid of a trace → its attributes. Fields of traces
  // that this figure has not got belong to another template, which the page brings.
  put(fields) {
    const changed = new Map();
    for (const [path, value] of Object.entries(fields)) {
      if (isEqual(this.fields[path], value)) continue;
      this.fields[path] = value;
      const [uid, ...keys] = path.split("/");
      const trace = this.traces.get(uid);
      if (!trace || !keys.length || OWN.includes(keys[0])) continue;
      const last = keys.pop();
      const place = keys.reduce((part, key) => (part[key] ??= {}), trace);
      place[last] = isEmptyPlace(trace, last, value) ? FAR : painted(value);
      if (!changed.has(uid)) changed.set(uid, []);
      changed.get(uid).push([...keys, last].join("/"));
    }
    return changed;
  }

  // Where a mark's first point is drawn.
  placeOf(uid) {
    return ["x", "y"].map((axis) => this.fields[`${uid}/${axis}`]?.[0]);
  }

  // Where along the axis a handle's value is 0, and how far from there 1 is.
  scaleOf(uid) {
    return this.fields[`${uid}/handle-scale`] ?? [0, 1];
  }
}

const isEmptyPlace = ({ type }, name, value) =>
  type === "scatter" && (name === "x" || name === "y") && value.length === 0;

// Numbers of the page and of the channel may be the same without being one object.
function isEqual(a, b) {
  if (a === b) return true;
  if (!isList(a) || !isList(b) || a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (Object.is(a[i], b[i])) continue; // also where a line has gaps
    if (!isList(a[i]) || !isEqual(a[i], b[i])) return false;
  }
  return true;
}

const isList = (value) => ArrayBuffer.isView(value) || Array.isArray(value);
