// The live channel: one socket for the page. Lessons ask with their newest values; what comes
// back is handed to the lesson that asked. How often it is asked is decided here, and only here.
// docs/live-channel.md has the protocol as a table.

const URL_OF_CHANNEL = new URL("../channel", import.meta.url);
const PATIENCE_MS = 4000; // after that an answer counts as lost
const RETRY_MS = 3000; // between attempts to open
const FRAME_MS = 16;
const MOST_ASKED = 16;

class Channel {
  users = new Set(); // the lessons of this page, see Lab
  socket = null;
  openedAt = -Infinity;
  lastId = 0; // unique in the page, whatever lesson asks on whatever connection
  asked = new Map(); // id → question without an answer, oldest first
  wanting = new Set(); // lessons whose newest values have not been asked for
  met = new Set(); // lessons that have asked on this connection
  roundTrip = null;
  isPaused = false; // until the next frame of the screen

  isOpen() {
    if (this.socket?.readyState === WebSocket.OPEN) return true;
    this.open();
    return false;
  }

  open() {
    const isBusy = this.socket && this.socket.readyState <= WebSocket.OPEN;
    if (isBusy || performance.now() - this.openedAt < RETRY_MS) return;
    this.openedAt = performance.now();
    const url = new URL(URL_OF_CHANNEL);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.users.forEach((lab) => lab.channelChanged(true));
    socket.onmessage = (event) => this.take(unpack(event.data));
    socket.onclose = () => this.close(socket);
    this.socket = socket;
  }

  close(socket) {
    if (socket !== this.socket) return;
    this.asked.clear();
    this.wanting.clear();
    this.met.clear();
    this.users.forEach((lab) => lab.channelChanged(false));
  }

  leave(lab) {
    this.users.delete(lab);
    this.wanting.delete(lab);
    this.met.delete(lab);
  }

  // ------------------------------------------------------------------ questions

  ask(lab) {
    this.wanting.add(lab);
    this.pump();
  }

  // At once if nothing was asked in this frame, so that a single key press waits for nothing.
  pump() {
    clearTimeout(this.waiting);
    if (this.isPaused || !this.wanting.size || !this.isOpen()) return;
    const now = performance.now();
    const open = [...this.asked.values()].filter(({ at }) => now - at < PATIENCE_MS);
    if (open.length >= this.mostAsked()) {
      // An answer lets the next question go, or else the oldest one's being lost.
      this.waiting = setTimeout(() => this.pump(), open[0].at + PATIENCE_MS - now);
      return;
    }
    const [lab] = this.wanting;
    this.wanting.delete(lab);
    this.send(lab, open.length === 0);
    this.isPaused = true;
    requestAnimationFrame(() => {
      this.isPaused = false;
      this.pump();
    });
  }

  send(lab, isAlone) {
    const id = ++this.lastId;
    const values = { ...lab.values };
    const fresh = !this.met.has(lab);
    this.met.add(lab);
    const { isByHand } = lab;
    this.asked.set(id, { lab, values, isByHand, isAlone, at: performance.now() });
    this.socket.send(JSON.stringify({ id, lesson: lab.lesson, values, fresh }));
  }

  // As many as fill the way there and back with one a frame, and one to spare.
  mostAsked() {
    return Math.min(MOST_ASKED, Math.floor((this.roundTrip ?? 0) / FRAME_MS) + 2);
  }

  // ------------------------------------------------------------------ answers

  take(answer) {
    const question = this.asked.get(answer.id);
    if (!question) return;
    // Answers come in order: what was asked earlier and has no answer yet will have none.
    for (const id of this.asked.keys()) {
      if (id <= answer.id) this.asked.delete(id);
    }
    this.measure(performance.now() - question.at, question.isAlone);
    if (this.users.has(question.lab)) question.lab.answer(answer, question);
    this.pump();
  }

  // A question that has others before it waits for them too, here or in the server. Taken as
  // the length of the way, that would let more and more be asked; so only one that was alone
  // may lengthen it. An answer that came sooner shortens it at once.
  measure(taken, isAlone) {
    const known = this.roundTrip ?? taken;
    if (taken < known) this.roundTrip = taken;
    else if (isAlone) this.roundTrip = (known + taken) / 2;
    else this.roundTrip = known;
  }
}

export const channel = new Channel();

// ---------------------------------------------------------------- the wire

// The layout is described in ui/wire.py. Gives {id, ms, parts: {name: {path: value}}}.
export function unpack(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const parts = {};
  for (const [name, { arrays, values }] of Object.entries(header.parts)) {
    parts[name] = values;
    for (const [path, kind, offset, shape] of arrays) {
      parts[name][path] = numbers(buffer, kind, 4 + length + offset, shape);
    }
  }
  return { ...header, parts };
}

// Two dimensions become rows, which is what Plotly takes.
export function numbers(buffer, kind, start, shape) {
  const Kind = kind === "u1" ? Uint8Array : Float32Array;
  const size = shape.reduce((product, n) => product * n, 1);
  const flat = new Kind(buffer, start, size);
  if (shape.length < 2) return flat;
  const [height, width] = shape;
  return Array.from({ length: height }, (_, i) => flat.subarray(i * width, (i + 1) * width));
}
