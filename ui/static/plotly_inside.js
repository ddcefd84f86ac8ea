// All that reaches into what Plotly has drawn. Plotly.react goes through axes, labels and all
// defaults anew, 20 ms and more; moving the drawn lines, fills and points themselves takes one.
// Where something is not as expected here, `canDrawInside` or `move` says so, and the chart
// calls Plotly.react instead.

const XLINK = "http://www.w3.org/1999/xlink"; // Plotly writes its images' addresses with it
const NOTHING = "M0,0Z"; // Plotly's own way of drawing nothing

// ---------------------------------------------------------------- what Plotly has drawn

// Whether this plot is one whose insides are known: flat with linear axes, or in space.
export function canDrawInside(plot) {
  if (!Array.isArray(plot._fullData)) return false;
  const axes = axesOf(plot);
  if (!axes) return Boolean(sceneOf(plot));
  const isLinear = axes.x.type === "linear" && axes.y.type === "linear";
  return isLinear && Boolean(plot.querySelector(".cartesianlayer .plot, .cartesianlayer .overplot"));
}

export const isFlat = (plot) => Boolean(axesOf(plot));

// The axes of a flat plot: places in pixels of the plot's box, and back.
function axesOf(plot) {
  const { xaxis: x, yaxis: y } = plot._fullLayout ?? {};
  const isKnown = (axis) => typeof axis?.l2p === "function" && Number.isFinite(axis._offset);
  return isKnown(x) && isKnown(y) ? { x, y } : null;
}

export function toPixels(plot, x, y) {
  const axes = axesOf(plot);
  return [axes.x._offset + axes.x.l2p(x), axes.y._offset + axes.y.l2p(y)];
}

export function fromPixels(plot, x, y) {
  const axes = axesOf(plot);
  return [axes.x.p2l(x - axes.x._offset), axes.y.p2l(y - axes.y._offset)];
}

// Its size in pixels, as Plotly knows it: asking the page would make it lay itself out.
export const sizeOf = ({ _fullLayout }) => [_fullLayout.width, _fullLayout.height];

// From the smallest to the largest value that each axis shows.
export function rangesOf(plot) {
  const { x, y } = axesOf(plot);
  return [x, y].map(({ range }) => [Math.min(...range), Math.max(...range)]);
}

// The nearest point within the axes.
export function within(plot, x, y) {
  const ranges = rangesOf(plot);
  return [x, y].map((value, i) => Math.min(Math.max(value, ranges[i][0]), ranges[i][1]));
}

// Traces go by their uid. Plotly makes the list anew at every call of its own.
const byUid = new WeakMap();

function drawnTrace(plot, uid) {
  const list = plot._fullData;
  if (!byUid.has(list)) byUid.set(list, new Map(list.map((trace) => [trace.uid, trace])));
  return byUid.get(list).get(uid);
}

// ---------------------------------------------------------------- moving one trace

// Show a trace's new arrays. False where Plotly has to draw it.
export function move(plot, uid, trace, attributes) {
  const drawn = drawnTrace(plot, uid);
  if (!drawn) return false;
  if (drawn.type === "heatmap") return moveField(plot, drawn, trace, attributes);
  if (drawn.type.endsWith("3d")) return moveInSpace(plot, drawn, trace, attributes);
  if (drawn.type !== "scatter" || !attributes.every((name) => name === "x" || name === "y")) {
    return false;
  }
  const points = finite(trace);
  if (drawn.visible !== true) return false;
  const group = plot.querySelector(`.scatterlayer .trace${uid}`);
  if (!group || !isPlain(drawn)) return false;
  const pieces = inPixels(plot, points);
  return (
    moveFill(drawn, group, pieces) &&
    moveLines(drawn, group, pieces) &&
    movePoints(plot, drawn, group, trace, points, pieces)
  );
}

function isPlain(drawn) {
  return (
    (drawn.fill === "none" || drawn.fill === "toself") &&
    !drawn.mode.includes("text") &&
    (drawn.line?.shape ?? "linear") === "linear" &&
    drawn.marker?.angleref !== "previous" &&
    !drawn.connectgaps
  );
}

// The points of a trace, in pieces between its gaps.
function finite({ x, y }) {
  const pieces = [[]];
  for (let k = 0; k < x.length; k++) {
    if (Number.isFinite(x[k]) && Number.isFinite(y[k])) pieces.at(-1).push([x[k], y[k]]);
    else if (pieces.at(-1).length) pieces.push([]);
  }
  return pieces;
}

const rounded = (pixels) => Math.round(100 * pixels) / 100;

function inPixels(plot, pieces) {
  const { x: xaxis, y: yaxis } = axesOf(plot);
  return pieces
    .filter((piece) => piece.length)
    .map((piece) => piece.map(([x, y]) => `${rounded(xaxis.l2p(x))},${rounded(yaxis.l2p(y))}`));
}

const path = (piece) => `M${piece.join("L")}`;

function moveFill(drawn, group, pieces) {
  if (drawn.fill === "none") return true;
  const fill = group.querySelector(".fills path.js-fill");
  if (!fill) return !pieces.length;
  fill.setAttribute("d", pieces.length ? `${pieces.map(path).join("Z")}Z` : NOTHING);
  return true;
}

function moveLines(drawn, group, pieces) {
  if (!drawn.mode.includes("lines")) return true;
  const lines = asMany(group.querySelector(".lines"), "path.js-line", pieces.length);
  lines?.forEach((line, k) => line.setAttribute("d", pieces[k] ? path(pieces[k]) : NOTHING));
  return Boolean(lines);
}

function movePoints(plot, drawn, group, trace, points, pieces) {
  if (!drawn.mode.includes("markers")) return true;
  const places = pieces.flat();
  const box = group.querySelector(".points");
  const isEach = [drawn.marker.size, drawn.marker.color, drawn.marker.symbol, drawn.marker.opacity]
    .some((value) => Array.isArray(value) || ArrayBuffer.isView(value));
  // Points that differ keep their order, so all of them have to be there.
  if (isEach && box.childElementCount !== trace.x.length) return false;
  if (isEach && places.length !== trace.x.length) return false;
  const nodes = asMany(box, "path.point", places.length);
  if (!nodes) return false;
  const flat = points.flat();
  nodes.forEach((node, k) => {
    const isShown = places[k] && (drawn.cliponaxis !== false || isWithin(plot, ...flat[k]));
    if (isShown) node.removeAttribute("display");
    else node.setAttribute("display", "none");
    if (places[k]) node.setAttribute("transform", `translate(${places[k]})`);
  });
  return true;
}

// Points that no clip path cuts off are left out by Plotly where they are outside the axes.
function isWithin(plot, x, y) {
  const [nearestX, nearestY] = within(plot, x, y);
  return nearestX === x && nearestY === y;
}

// As many of Plotly's own nodes as are needed, with its styles: copies of the first, or fewer.
// The last one always stays, for there would be nothing to copy when the trace comes back.
function asMany(box, selector, count) {
  const nodes = [...(box?.querySelectorAll(selector) ?? [])];
  if (!nodes.length) return count ? null : nodes;
  while (nodes.length < count) nodes.push(box.appendChild(nodes[0].cloneNode(true)));
  for (const surplus of nodes.splice(Math.max(count, 1))) surplus.remove();
  return nodes;
}

// ---------------------------------------------------------------- in space

const NARROW = 220; // pixels; the numbers at the axes would cover what is between them

// How much a camera sees is settled by the height of its box: before a narrow one it steps back.
export function fitSpace({ scene }, { clientWidth, clientHeight }) {
  if (!scene?.camera?.eye || !clientWidth) return;
  const far = Math.max(clientHeight / clientWidth, 1);
  for (const axis of ["x", "y", "z"]) {
    scene.camera.eye[axis] *= far;
    if (clientWidth < NARROW) scene[`${axis}axis`].showticklabels = false;
  }
}

const PLACES = ["x", "y", "z", "i", "j", "k"];

function sceneOf(plot) {
  const scene = plot._fullLayout?.scene?._scene;
  return scene?.traces && typeof scene.glplot?.redraw === "function" ? scene : null;
}

// Hand a mesh, line or points in space their new places, without axes and camera being set up
// anew around them.
function moveInSpace(plot, drawn, trace, attributes) {
  const scene = sceneOf(plot);
  const shape = scene?.traces[drawn.uid];
  const isKnown = typeof shape?.update === "function" && drawn.visible === true;
  if (!isKnown || !trace.x.length || !attributes.every((name) => PLACES.includes(name))) {
    return false;
  }
  const arrays = Object.entries(trace).filter(([name]) => PLACES.includes(name));
  shape.update({ ...drawn, ...Object.fromEntries(arrays) });
  redrawOnce(scene);
  return true;
}

// Each redraw costs the graphics card a whole picture, so traces that move together share one.
const unpainted = new Set();

function redrawOnce(scene) {
  if (unpainted.has(scene)) return;
  unpainted.add(scene);
  queueMicrotask(() => {
    unpainted.delete(scene);
    scene.glplot.redraw();
  });
}

// ---------------------------------------------------------------- fields

const canvas = document.createElement("canvas");
const context = canvas.getContext("2d", { willReadFrequently: true });
const tables = new WeakMap(); // a trace that Plotly has drawn → the colour of each of 256 values

// A heat map of small whole numbers is one picture, a pixel for each number: exchange it.
function moveField(plot, drawn, trace, attributes) {
  const isSmall = attributes.every((name) => name === "z") && trace.z[0] instanceof Uint8Array;
  const [height, width] = [trace.z.length, trace.z[0]?.length];
  const hasShape = drawn.z?.length === height && drawn.z[0].length === width;
  const image = fieldImage(plot, drawn);
  if (!isSmall || !hasShape || !image || drawn.zsmooth === "best") return false;
  if (drawn.xgap || drawn.ygap) return false;
  const table = colorsOf(drawn);
  Object.assign(canvas, { width, height });
  const picture = context.createImageData(width, height);
  const pixels = new Uint32Array(picture.data.buffer);
  const { x, y } = axesOf(plot);
  const isMirrored = x.range[0] > x.range[1];
  const isUpright = y.range[0] < y.range[1]; // the first row lies below, a picture's above
  for (let row = 0; row < height; row++) {
    const values = trace.z[row];
    const start = (isUpright ? height - 1 - row : row) * width;
    for (let column = 0; column < width; column++) {
      pixels[start + (isMirrored ? width - 1 - column : column)] = table[values[column]];
    }
  }
  context.putImageData(picture, 0, 0);
  image.setAttributeNS(XLINK, "href", canvas.toDataURL("image/png"));
  return true;
}

// Plotly does not write the uid of a heat map into the page, but keeps it beside the node.
function fieldImage(plot, drawn) {
  const groups = [...plot.querySelectorAll(".heatmaplayer .hm")];
  const group = groups.find((node) => node.__data__?.[0]?.trace?.uid === drawn.uid);
  const images = group?.querySelectorAll("image") ?? [];
  return images.length === 1 ? images[0] : null;
}

function colorsOf(drawn) {
  if (!tables.has(drawn)) {
    const stops = drawn.colorscale.map(([at, color]) => [at, channels(color)]);
    const span = drawn.zmax - drawn.zmin;
    const table = Uint32Array.from({ length: 256 }, (_, value) =>
      asPixel(between(stops, (value - drawn.zmin) / span)),
    );
    tables.set(drawn, table);
  }
  return tables.get(drawn);
}

function between(stops, at) {
  const place = Math.min(Math.max(at, 0), 1);
  const next = Math.max(1, stops.findIndex(([end]) => place <= end));
  const [[low, from], [high, to]] = [stops[next - 1], stops[next]];
  const share = (place - low) / (high - low);
  return from.map((value, i) => Math.round(value + (to[i] - value) * share));
}

// Little-endian, as all browsers' machines are.
const asPixel = ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;

// Any colour the browser can read.
function channels(color) {
  Object.assign(canvas, { width: 1, height: 1 });
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
}

// The picture's letters and lines are said in words by the figure itself.
export function hideFromReaders(plot) {
  for (const svg of plot.querySelectorAll("svg.main-svg")) svg.setAttribute("aria-hidden", "true");
}
