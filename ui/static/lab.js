// The live parts of a lesson: sliders, equations and charts that share one state.
//
// While something moves, the state goes to the live channel and the arrays that changed come
// back and are drawn once a frame. When it is let go, the state goes to Streamlit, which
// brings the prose up to date; the address is brought up to date here. Where the channel
// cannot be reached, every step goes to Streamlit instead, never more than one at a time.

const HERE = new URL(".", import.meta.url); // …/live/
const SETTLE_MS = 140; // after the last key press, before Streamlit is told
const PATIENCE_MS = 4000; // after that an answer counts as lost
const RETRY_MS = 3000; // between attempts to open the channel
const MOST_ASKED = 2; // one on its way while the other is drawn
const LARGE_STEP = 10;

// ---------------------------------------------------------------- one state for each lesson

const labs = new Map();

class Lab {
  constructor(lesson) {
    this.lesson = lesson;
    this.values = {};
    this.revision = null;
    this.sequence = 0; // number of the last report to Streamlit
    this.awaiting = null; // the report whose answer has not come
    this.changed = false; // something moved since the last report
    this.moving = false; // a handle or slider is held
    this.views = new Set(); // sliders, equations, charts
    this.timer = null;
    this.question = 0;
    this.asked = []; // the questions whose answers have not come, at most MOST_ASKED
    this.stale = false; // values moved since the last of them
  }

  static of(lesson) {
    if (!labs.has(lesson)) labs.set(lesson, new Lab(lesson));
    return labs.get(lesson);
  }

  join(view) {
    this.views.add(view);
    return () => {
      this.views.delete(view);
      if (this.views.size) return;
      clearTimeout(this.timer);
      if (labs.get(this.lesson) === this) labs.delete(this.lesson);
    };
  }

  // What the server says, unless the hand has moved on since.
  receive({ values, revision, sequence }) {
    if (sequence !== undefined) {
      this.sequence = Math.max(this.sequence, sequence);
      if (this.awaiting !== null && sequence >= this.awaiting) {
        this.awaiting = null;
        if (this.changed && (!this.moving || !channel.isOpen())) this.report();
      }
    }
    const isNews = revision !== this.revision;
    if (isNews || (!this.changed && !this.moving && this.awaiting === null)) {
      this.revision = revision;
      if (isNews) {
        this.changed = false;
        this.awaiting = null;
      }
      Object.assign(this.values, values);
      this.show();
    }
  }

  // What the hand says.
  set(values, isHeld) {
    let isNew = false;
    for (const [name, value] of Object.entries(values)) {
      if (this.values[name] === value) continue;
      this.values[name] = value;
      isNew = true;
    }
    this.moving = isHeld;
    if (isNew) {
      this.changed = true;
      this.show();
      this.ask();
    }
    if (this.changed) this.reportSoon(isHeld);
  }

  show() {
    for (const view of this.views) view.values?.(this.values);
  }

  // ------------------------------------------------------------------ to Streamlit

  reportSoon(isHeld) {
    clearTimeout(this.timer);
    if (!channel.isOpen()) this.report();
    else if (!isHeld) this.timer = setTimeout(() => this.report(), SETTLE_MS);
  }

  report() {
    const reporter = [...this.views].find((view) => view.send);
    if (!this.changed || !reporter) return;
    const isWaiting = this.awaiting !== null && performance.now() - this.reportedAt < PATIENCE_MS;
    if (isWaiting) return; // the newest values go out when the answer has come
    this.changed = false;
    this.awaiting = ++this.sequence;
    this.reportedAt = performance.now();
    reporter.send({ values: { ...this.values }, sequence: this.sequence });
  }

  // ------------------------------------------------------------------ to the channel

  ask() {
    if (!channel.isOpen()) return;
    const isLost = this.asked.length && performance.now() - this.askedAt > PATIENCE_MS;
    if (isLost) this.asked = [];
    this.stale = this.asked.length >= MOST_ASKED;
    if (this.stale) return; // the newest values go out when an answer has come
    this.asked.push(++this.question);
    this.askedAt = performance.now();
    channel.send({ id: this.question, lesson: this.lesson, values: this.values });
  }

  answer(message) {
    if (!this.asked.includes(message.id)) return;
    this.asked = this.asked.filter((id) => id > message.id);
    for (const view of this.views) view.frame?.(message);
    if (this.stale) this.ask();
  }
}

// ---------------------------------------------------------------- the live channel

const channel = {
  socket: null,
  triedAt: -Infinity,
  isOpen() {
    if (this.socket?.readyState === WebSocket.OPEN) return true;
    this.open();
    return false;
  },
  open() {
    const isBusy = this.socket && this.socket.readyState <= WebSocket.OPEN;
    if (isBusy || performance.now() - this.triedAt < RETRY_MS) return;
    this.triedAt = performance.now();
    const url = new URL("channel", HERE);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url);
    socket.binaryType = "arraybuffer";
    socket.onmessage = (event) => {
      const message = unpack(event.data);
      for (const lab of labs.values()) lab.answer(message);
    };
    socket.onclose = () => {
      for (const lab of labs.values()) {
        lab.asked = [];
        if (lab.changed) lab.report();
      }
    };
    this.socket = socket;
  },
  send(question) {
    this.socket.send(JSON.stringify(question));
  },
};

// The layout is described in ui/wire.py.
function unpack(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const message = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  for (const chart of Object.values(message.charts)) {
    for (const [path, kind, offset, shape] of chart.arrays) {
      const Kind = kind === "u1" ? Uint8Array : Float32Array;
      const start = 4 + length + offset;
      const size = shape.reduce((product, n) => product * n, 1);
      const flat = new Kind(buffer, start, size);
      chart.values[path] = shape.length < 2 ? flat : rows(flat, shape[1]);
    }
  }
  return message;
}

// A whole figure comes deflated, as text: see folded in ui/wire.py.
async function unfold(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).json();
}

function rows(flat, width) {
  const result = [];
  for (let i = 0; i < flat.length; i += width) result.push(flat.subarray(i, i + width));
  return result;
}

// ---------------------------------------------------------------- small things shared

// One object for each place on the page: Streamlit calls again with new data.
const views = new WeakMap();

function viewOf(View, component) {
  const { parentElement, data } = component;
  let view = views.get(parentElement);
  if (!view) {
    view = new View(parentElement, data);
    views.set(parentElement, view);
    view.lab = Lab.of(data.lesson);
    view.leave = view.lab.join(view);
  }
  view.component = component;
  view.update(data);
  return () => {
    view.leave();
    view.destroy?.();
    views.delete(parentElement);
  };
}

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

// A number as the figures write it: a true minus sign, no idle zeros.
function written(value, step) {
  const decimals = Math.max(0, Math.min(6, Math.ceil(-Math.log10(step) - 1e-9)));
  const short = Number(value.toFixed(decimals));
  const exact = Math.abs(value - short) < 1e-9 ? short : Number(value.toFixed(6));
  return String(exact).replace("-", "−");
}

const tidy = (value) => Number(value.toFixed(6)) + 0;

function isDark(node) {
  const color = getComputedStyle(node).getPropertyValue("--st-background-color").trim();
  const probe = element("span", { style: `color:${color || "#fff"}` });
  document.body.append(probe);
  const [r, g, b] = getComputedStyle(probe).color.match(/[\d.]+/g).map(Number);
  probe.remove();
  return 0.299 * r + 0.587 * g + 0.114 * b < 128;
}

// The colours come with the equations, or with the chart of a lesson that has none.
let palettes = null;
let tellPalettes;
const palettesKnown = new Promise((resolve) => (tellPalettes = resolve));
let painted = "";

function setPalette(node, given) {
  palettes ??= given;
  if (!palettes) return;
  const theme = isDark(node) ? "dark" : "light";
  if (painted !== theme) {
    const root = document.documentElement.style;
    for (const [name, color] of Object.entries(palettes[theme])) {
      root.setProperty(`--jl-${name}`, color);
    }
    painted = theme;
  }
  tellPalettes();
}

const NAME = /@([a-z]+(?:-[a-z]+)*)/g;
function paint(part, palette) {
  if (typeof part === "string") {
    return part.includes("@") ? part.replace(NAME, (_, name) => palette[name]) : part;
  }
  if (Array.isArray(part)) return part.map((entry) => paint(entry, palette));
  if (part && typeof part === "object" && !ArrayBuffer.isView(part)) {
    return Object.fromEntries(Object.entries(part).map(([k, v]) => [k, paint(v, palette)]));
  }
  return part;
}

const styled = new Promise((resolve) => {
  const link = element("link", { rel: "stylesheet", href: new URL(FILES.style, HERE) });
  link.onload = link.onerror = resolve;
  document.head.append(link);
});

let plotly;
export function loadPlotly() {
  plotly ??= new Promise((resolve, reject) => {
    const script = element("script", { src: new URL(FILES.plotly, HERE) });
    script.onload = () => {
      if (!window.Plotly) return reject(new Error("no Plotly"));
      rememberArrays(window.Plotly.PlotSchema);
      resolve();
    };
    script.onerror = () => reject(new Error("plotly.js did not load"));
    document.head.append(script);
  });
  return plotly;
}

// At every step Plotly walks its whole schema once for each trace, to learn which attributes
// are arrays: 40 % of a step with many traces. For a trace of ours the answer never changes.
function rememberArrays(schema) {
  const find = schema.findArrayAttributes;
  const known = new Map();
  schema.findArrayAttributes = (trace) => {
    const sizes = [trace.marker?.size, trace.marker?.color, trace.text].map(Array.isArray);
    const key = `${trace.type}/${trace.mode}/${trace.fill}/${sizes}`;
    if (trace.type !== "scatter") return find(trace);
    if (!known.has(key)) known.set(key, find(trace));
    return known.get(key);
  };
}

// ---------------------------------------------------------------- slider

class Slider {
  constructor(parent, data) {
    const id = `jl-${data.lesson}-${data.name}`;
    this.range = element("input", { type: "range", id, class: "jl-range" });
    this.exact = element("input", {
      type: "text", inputmode: "decimal", class: "jl-exact", autocomplete: "off",
      spellcheck: "false",
    });
    this.label = element("label", { for: id, class: "jl-label" });
    this.box = element("div", { class: "jl-slider" }, this.label, this.exact, this.range);
    parent.append(this.box);
    const say = (isHeld) => this.say(Number(this.range.value), isHeld);
    this.range.addEventListener("input", () => say(this.held));
    this.range.addEventListener("change", () => {
      this.held = false;
      say(false);
    });
    this.range.addEventListener("pointerdown", () => (this.held = true));
    for (const end of ["pointerup", "pointercancel", "blur"]) {
      this.range.addEventListener(end, () => {
        if (!this.held) return;
        this.held = false;
        say(false);
      });
    }
    this.exact.addEventListener("change", () => this.typed());
    this.exact.addEventListener("keydown", (event) => event.key === "Enter" && this.typed());
  }

  update(data) {
    this.data = data;
    Object.assign(this.range, { min: data.low, max: data.high, step: data.step });
    this.label.textContent = data.label;
    this.label.title = data.help;
    this.range.setAttribute("aria-description", data.help);
    this.exact.setAttribute("aria-label", `${data.label}, ${data.exact}`);
    this.box.style.setProperty("--jl-role", `var(--jl-${data.role}, currentColor)`);
    this.lab.receive({ values: { [data.name]: data.value }, revision: data.revision });
    this.values(this.lab.values);
  }

  values(values) {
    const value = values[this.data.name];
    if (value === undefined) return;
    const text = written(value, this.data.step);
    if (Number(this.range.value) !== value) this.range.value = value;
    if (this.exact !== document.activeElement) this.exact.value = text;
    this.range.setAttribute("aria-valuetext", text);
    const share = (value - this.data.low) / (this.data.high - this.data.low);
    this.range.style.setProperty("--jl-share", `${100 * share}%`);
  }

  say(value, isHeld) {
    this.lab.set({ [this.data.name]: tidy(value) }, isHeld);
  }

  typed() {
    const { low, high } = this.data;
    const given = Number(this.exact.value.trim().replace("−", "-").replace(",", "."));
    const isNumber = this.exact.value.trim() !== "" && Number.isFinite(given);
    const value = isNumber ? Math.min(Math.max(given, low), high) : this.lab.values[this.data.name];
    this.exact.value = written(value, this.data.step);
    this.say(this.data.whole ? Math.round(value) : value, false);
  }
}

// ---------------------------------------------------------------- equations

class Equations {
  constructor(parent) {
    this.box = element("div", { class: "jl-equations", role: "status" });
    parent.append(this.box);
  }

  update(data) {
    setPalette(this.box, data.palettes);
    this.lab.receive(data);
    writeAddress(data);
    // Where the channel works, the hand may be ahead: the newest numbers are already here.
    const isAhead = channel.isOpen() && (this.lab.changed || this.lab.awaiting !== null);
    if (!isAhead || !this.isDrawn) this.draw(data.equations);
  }

  send(report) {
    this.component.setStateValue("report", report);
  }

  frame(message) {
    // A screen reader is told when it comes to rest, not at every step.
    this.box.setAttribute("aria-busy", String(this.lab.moving));
    this.draw(message.equations);
  }

  draw(equations) {
    this.isDrawn = true;
    this.box.replaceChildren(
      ...equations.map((line) =>
        element(
          "div",
          { class: "jl-equation" },
          ...line.map(([role, text]) => {
            const token = element("span", { class: `jl-${role}` });
            token.textContent = text;
            return token;
          }),
        ),
      ),
    );
  }
}

// ---------------------------------------------------------------- code

class Code {
  constructor(parent) {
    this.code = element("code");
    this.copy = element("button", { type: "button", class: "jl-copy" });
    this.copy.addEventListener("click", async () => {
      await navigator.clipboard?.writeText(this.code.textContent);
      this.copy.textContent = this.data.copied;
      setTimeout(() => (this.copy.textContent = this.data.copy), 1500);
    });
    this.block = element("pre", { class: "jl-code", tabindex: "0" }, this.code);
    parent.append(element("div", { class: "jl-code-box" }, this.block, this.copy));
  }

  update(data) {
    this.data = data;
    this.copy.textContent = data.copy;
    this.block.setAttribute("aria-label", data.label);
    this.draw(data.code);
  }

  frame(message) {
    this.draw(message.code);
  }

  // Comments stand back; the rest needs no colours to be read.
  draw(code) {
    if (code === this.shown) return;
    this.shown = code;
    this.code.replaceChildren(
      ...code.split(/(#.*)/).map((piece) => {
        const part = element("span", { class: piece.startsWith("#") ? "jl-quiet" : null });
        part.textContent = piece;
        return part;
      }),
    );
  }
}

// ---------------------------------------------------------------- chart

class Chart {
  constructor(parent, data) {
    this.plot = element("div", { class: "jl-plot", role: "figure", tabindex: "-1" });
    this.wait = element("div", { class: "jl-wait" });
    this.wait.textContent = data.loading;
    this.words = element("div", { class: "jl-words", "aria-hidden": "true" });
    this.layer = element("div", { class: "jl-handles" });
    this.box = element("div", { class: "jl-chart" }, this.plot, this.words, this.layer, this.wait);
    parent.append(this.box);
    this.handles = [];
    this.labels = [];
    this.notes = [];
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(this.box);
    // What is scrolled out of sight is drawn when it comes back, so that it costs the hand nothing.
    this.isSeen = true;
    this.sight = new IntersectionObserver(([entry]) => {
      this.isSeen = entry.isIntersecting;
      if (this.isSeen) this.paintPending();
    });
    this.sight.observe(this.box);
  }

  destroy() {
    clearTimeout(this.telling);
    this.sizes.disconnect();
    this.sight.disconnect();
    if (this.isDrawn) window.Plotly?.purge(this.plot);
  }

  update(data) {
    this.data = data;
    setPalette(this.box, data.palettes);
    this.box.style.setProperty("--jl-aspect", data.aspect);
    this.plot.setAttribute("aria-label", data.alt);
    this.setHandles(data.handles);
    this.lab.receive(data);
    const look = data.stamp + painted;
    const isAhead = channel.isOpen() && (this.lab.changed || this.lab.moving || !this.isAt(data.values));
    // The channel has drawn this already, or something newer.
    if (this.isDrawn && this.look === look && (this.isSame(data.values) || isAhead)) return;
    this.look = look;
    this.shown = { ...data.values };
    this.pending = null;
    this.draw();
  }

  isAt(values) {
    return Object.entries(values).every(([name, value]) => this.lab.values[name] === value);
  }

  isSame(values) {
    return (
      this.shown && Object.entries(values).every(([name, value]) => this.shown[name] === value)
    );
  }

  async draw() {
    try {
      const { figure } = this.data;
      const [unfolded] = await Promise.all([unfold(figure), loadPlotly(), palettesKnown]);
      if (figure !== this.data.figure) return; // a newer one is on its way
      this.figure = unfolded;
    } catch {
      this.component.setTriggerValue("unloadable", true);
      return;
    }
    const Plotly = window.Plotly;
    this.palette = palettes[painted];
    this.whole = paint(this.figure, this.palette);
    const { annotations, ...layout } = this.whole.layout;
    if (!this.box.isConnected) return;
    // Plotly.react with a config would build the plot anew and lose zoom and camera.
    if (this.isDrawn) await this.tell();
    else {
      this.told = this.whole;
      await Plotly.newPlot(this.plot, this.whole.data, layout, this.data.config);
      this.isDrawn = true;
      this.wait.remove();
      this.plot.on("plotly_afterplot", () => this.place());
      for (const svg of this.plot.querySelectorAll("svg.main-svg")) {
        svg.setAttribute("aria-hidden", "true");
      }
    }
    this.setLabels(annotations ?? []);
    this.place();
    this.painted();
  }

  painted() {
    this.box.dataset.drawn = String(Number(this.box.dataset.drawn ?? 0) + 1);
    this.box.dispatchEvent(new CustomEvent("jl-painted", { bubbles: true }));
  }

  // An answer of the channel: drawn with the next frame of the screen, the newest one only.
  frame(message) {
    const frame = message.charts[this.data.name];
    if (!frame || !this.isDrawn) return;
    this.plot.setAttribute("aria-label", message.alts[this.data.name]);
    const isScheduled = Boolean(this.pending);
    this.pending = { values: frame.values, state: { ...this.lab.values } };
    if (!isScheduled && this.isSeen) requestAnimationFrame(() => this.paintPending());
  }

  paintPending() {
    if (!this.pending || !this.isDrawn) return;
    const { values, state } = this.pending;
    this.pending = null;
    const before = this.whole;
    this.shown = state;
    for (const path of Object.keys(values)) {
      const place = path.split("/").reduce((part, key) => part?.[key], before);
      if (isEqual(place, values[path])) delete values[path];
    }
    if (!Object.keys(values).length) return;
    this.whole = withFrame(before, values, this.palette);
    this.redraw(Object.keys(values));
    this.setLabels(this.whole.layout.annotations ?? []);
    this.place();
    this.painted();
  }

  // Three ways to the same picture. Plotly.react goes through axes, labels and all defaults
  // anew (20 ms and more); its animation leaves the axes alone; moving the drawn lines and
  // points themselves takes a millisecond. Plotly is told of that once the hand rests.
  redraw(paths) {
    const { data } = this.whole;
    const isMove = (path) => /^data\/\d+\/[xy]$/.test(path) || path.startsWith("layout/annotations/");
    const moved = data.map((_, i) => i).filter((i) => data[i] !== this.told.data[i]);
    clearTimeout(this.telling);
    if (!paths.every(isMove) || moved.some((i) => data[i].type !== "scatter")) {
      this.tell();
    } else if (moved.every((i) => this.moveTrace(i))) {
      this.telling = setTimeout(() => this.tell(), SETTLE_MS);
    } else {
      const frame = { data: moved.map((i) => ({ x: data[i].x, y: data[i].y })), traces: moved };
      const atOnce = {
        mode: "immediate", transition: { duration: 0 }, frame: { duration: 0, redraw: false },
      };
      this.told = this.whole;
      window.Plotly.animate(this.plot, frame, atOnce).catch(() => {}); // a newer one took over
    }
  }

  tell() {
    clearTimeout(this.telling);
    if (!this.box.isConnected) return undefined;
    const { annotations, ...layout } = this.whole.layout;
    this.told = this.whole;
    return window.Plotly.react(this.plot, this.whole.data, layout);
  }

  // Move what Plotly drew for one trace. False where it drew other pieces than are needed now.
  moveTrace(i) {
    const { x, y } = this.whole.data[i];
    const drawn = this.plot._fullData[i];
    const isPlain = drawn?.visible === true && !(drawn.marker?.angleref === "previous");
    const group = isPlain && this.plot.querySelector(`.scatterlayer .trace${drawn.uid}`);
    if (!group) return false;
    const [xaxis, yaxis] = this.axes();
    const at = (k) => `${xaxis.l2p(x[k]).toFixed(2)},${yaxis.l2p(y[k]).toFixed(2)}`;
    const pieces = [[]];
    for (let k = 0; k < x.length; k++) {
      if (Number.isNaN(x[k]) || Number.isNaN(y[k])) pieces.push([]);
      else pieces.at(-1).push(at(k));
    }
    const paths = pieces.filter((piece) => piece.length).map((piece) => `M${piece.join("L")}`);
    const fill = group.querySelector(".fills path.js-fill");
    const lines = group.querySelectorAll(".lines > path.js-line");
    const points = group.querySelectorAll(".points > path.point");
    const hasLines = drawn.mode.includes("lines");
    const hasPoints = drawn.mode.includes("markers");
    const fits =
      paths.length > 0 &&
      (drawn.fill === "none" || fill) &&
      (!hasLines || lines.length === paths.length) &&
      (!hasPoints || points.length === x.length);
    if (!fits) return false;
    if (drawn.fill !== "none") fill.setAttribute("d", `${paths.join("Z")}Z`);
    if (hasLines) paths.forEach((path, k) => lines[k].setAttribute("d", path));
    if (hasPoints) points.forEach((node, k) => node.setAttribute("transform", `translate(${at(k)})`));
    return true;
  }

  resize() {
    if (this.isDrawn && this.told !== this.whole) this.tell();
    if (this.isDrawn && this.box.isConnected && this.box.clientWidth) {
      window.Plotly.Plots.resize(this.plot);
    }
  }

  // ---- labels: the figure's annotations, as text above it. Plotly measures each of its own
  // anew at every step, which costs more than the lines.

  setLabels(annotations) {
    while (this.labels.length < annotations.length) {
      this.labels.push(this.words.appendChild(element("span", { class: "jl-word" })));
    }
    for (const surplus of this.labels.splice(annotations.length)) surplus.remove();
    annotations.forEach((note, i) => {
      const node = this.labels[i];
      if (node.textContent !== note.text) node.textContent = note.text;
      node.style.color = note.font?.color ?? "";
      node.style.background = note.bgcolor ?? "";
    });
    this.notes = annotations;
  }

  placeLabels() {
    const [xaxis, yaxis] = this.axes();
    if (!xaxis || !yaxis) return;
    this.notes.forEach((note, i) => {
      const x = xaxis._offset + xaxis.l2p(note.x) + (note.xshift ?? 0);
      const y = yaxis._offset + yaxis.l2p(note.y) - (note.yshift ?? 0);
      const left = { left: 0, right: -100 }[note.xanchor] ?? -50;
      const top = { top: 0, bottom: -100 }[note.yanchor] ?? -50;
      this.labels[i].style.transform = `translate(${x}px, ${y}px) translate(${left}%, ${top}%)`;
    });
  }

  // ---- handles: points of the state that can be dragged, with mouse, finger or arrow keys

  setHandles(handles) {
    const mark = JSON.stringify(handles);
    if (mark === this.handleMark) return;
    this.handleMark = mark;
    this.handles = handles.map((spec) => new Handle(this, spec));
    this.layer.replaceChildren(...this.handles.map((handle) => handle.node));
  }

  values() {
    this.place();
  }

  place() {
    if (!this.isDrawn) return;
    this.placeLabels();
    for (const handle of this.handles) handle.place();
  }

  axes() {
    const { xaxis, yaxis } = this.plot._fullLayout;
    return [xaxis, yaxis];
  }
}

class Handle {
  constructor(chart, spec) {
    this.chart = chart;
    this.spec = spec;
    this.node = element("button", { type: "button", class: "jl-handle", "data-handle": spec.x });
    this.node.style.setProperty("--jl-role", `var(--jl-${spec.role}, currentColor)`);
    this.node.addEventListener("pointerdown", (event) => this.grab(event));
    this.node.addEventListener("pointermove", (event) => this.held && this.drag(event));
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      this.node.addEventListener(end, () => this.release());
    }
    this.node.addEventListener("keydown", (event) => this.key(event));
  }

  place() {
    const { lab } = this.chart;
    const at = [lab.values[this.spec.x], lab.values[this.spec.y]];
    if (at.some((value) => value === undefined)) return;
    const [x, y] = this.chart.axes().map((axis, i) => {
      const [low, high] = [...axis.range].sort((a, b) => a - b);
      return axis._offset + axis.l2p(Math.min(Math.max(at[i], low), high));
    });
    this.node.style.transform = `translate(${x}px, ${y}px)`;
    const [a, b] = at.map((value) => written(value, this.spec.step));
    this.node.setAttribute("aria-label", `${this.spec.label}: ${a}, ${b}. ${this.spec.keys}`);
  }

  grab(event) {
    event.preventDefault();
    this.node.focus({ preventScroll: true });
    this.node.setPointerCapture(event.pointerId);
    const box = this.node.getBoundingClientRect();
    this.held = {
      x: event.clientX - (box.left + box.width / 2),
      y: event.clientY - (box.top + box.height / 2),
    };
    this.node.classList.add("jl-held");
  }

  drag(event) {
    const box = this.chart.plot.getBoundingClientRect();
    const [x, y] = this.chart.axes();
    this.move(
      x.p2l(event.clientX - this.held.x - box.left - x._offset),
      y.p2l(event.clientY - this.held.y - box.top - y._offset),
      true,
    );
  }

  release() {
    if (!this.held) return;
    this.held = null;
    this.node.classList.remove("jl-held");
    this.chart.lab.set({}, false);
  }

  key(event) {
    const direction = {
      ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1],
    }[event.key];
    if (!direction) return;
    event.preventDefault();
    const { values } = this.chart.lab;
    const step = this.spec.step * (event.shiftKey ? LARGE_STEP : 1);
    this.move(
      values[this.spec.x] + direction[0] * step,
      values[this.spec.y] + direction[1] * step,
      false,
    );
  }

  move(x, y, isHeld) {
    const bounded = (value, name) => {
      const { low, high, step } = this.spec.bounds[name];
      const grain = Math.min(step, this.spec.step);
      return tidy(Math.min(Math.max(Math.round(value / grain) * grain, low), high));
    };
    this.chart.lab.set(
      { [this.spec.x]: bounded(x, this.spec.x), [this.spec.y]: bounded(y, this.spec.y) },
      isHeld,
    );
  }
}

function isEqual(a, b) {
  if (a === b) return true;
  if (!ArrayBuffer.isView(a) || !ArrayBuffer.isView(b) || a.length !== b.length) return false;
  return a.every((value, i) => Object.is(value, b[i])); // also where a line has gaps
}

// The figure with a frame put in. What is on the way to a change is copied, for Plotly sees a
// change by identity; the rest is shared.
function withFrame(figure, values, palette) {
  const root = { data: figure.data, layout: figure.layout };
  const fresh = new Set([root]);
  for (const [path, value] of Object.entries(values)) {
    const keys = path.split("/");
    const last = keys.pop();
    let place = root;
    for (const key of keys) {
      if (!fresh.has(place[key])) {
        place[key] = Array.isArray(place[key]) ? [...place[key]] : { ...place[key] };
        fresh.add(place[key]);
      }
      place = place[key];
    }
    place[last] = typeof value === "string" ? paint(value, palette) : value;
  }
  return root;
}

// The state stands in the address, so that a copied link opens the same picture.
function writeAddress({ names, query }) {
  const url = new URL(window.location.href);
  for (const name of names) url.searchParams.delete(name);
  for (const [name, value] of new URLSearchParams(query)) url.searchParams.append(name, value);
  if (url.href !== window.location.href) {
    window.history.replaceState(window.history.state, "", url);
  }
}

const part = (View) => async (component) => {
  await styled;
  return viewOf(View, component);
};
export const slider = part(Slider);
export const equations = part(Equations);
export const code = part(Code);
export const chart = part(Chart);
