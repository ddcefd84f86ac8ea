// One lesson's state in this page. What the hand does is shown at once, answered by the live
// channel, and reported to Streamlit when the hand rests. Who may change what, and when, is
// decided here; docs/live-channel.md has the rules as a table.

import { writeAddress } from "./address.js";
import { channel } from "./channel.js";
import { Glide } from "./glide.js";
import { Store } from "./store.js";
import { isSame, whole } from "./values.js";

const SETTLE_MS = 140; // after the last key press, before Streamlit is told
const PATIENCE_MS = 4000; // after that a report counts as lost
const ARRIVAL_MS = 120; // within which the parts of one run of the page arrive

const labs = new Map();

export class Lab {
  values = {};
  controls = new Map(); // name → kind, default, bounds
  steps = []; // of the lesson: name, the whole state it shows, the names its task asks for
  token = null; // of the server's session
  mark = null; // raised by the server when it sets values itself: undo, reset, Show, link
  seq = 0; // number of the last report
  ahead = new Map(); // what the hand moved → number of the report that carries it, or null
  unanswered = null; // the report whose answer has not come: {seq, at}
  isHeld = false; // a slider or handle is in the hand
  isByHand = false; // the values are the hand's own, not the server's nor a step's
  glide = null; // the way to a step's state, while it lasts
  send = null; // how a report gets to Streamlit
  views = new Set();
  store = new Store({
    judge: (goal, values) => this.judge(goal, values),
    show: (answer) => this.draw(answer),
  });
  skipped = 0; // answers up to this id are not drawn: the server has set other values since

  constructor(lesson) {
    this.lesson = lesson;
    channel.users.add(this);
  }

  static of(lesson) {
    if (!labs.has(lesson)) labs.set(lesson, new Lab(lesson));
    return labs.get(lesson);
  }

  join(view) {
    this.views.add(view);
  }

  leave(view) {
    this.views.delete(view);
    if (this.views.size) return;
    clearTimeout(this.resting);
    clearTimeout(this.arriving);
    clearTimeout(this.waiting);
    channel.leave(this);
    if (labs.get(this.lesson) === this) labs.delete(this.lesson);
  }

  isAt(values) {
    return isSame(values, this.values);
  }

  // Whether a picture of these values is to be drawn, where another is. While the channel answers,
  // one that the hand has left already is not; without it, it is the nearest there will be.
  wants(values, shown) {
    if (!shown) return true;
    return !isSame(values, shown) && (this.isAt(values) || !channel.isOpen());
  }

  isKnown() {
    return this.token !== null;
  }

  // ------------------------------------------------------------------ steps

  get step() {
    return this.steps[(this.values.step ?? 1) - 1];
  }

  // What the task of the step on the stage is about.
  isAsked(name) {
    return Boolean(this.step?.asks?.includes(name));
  }

  // Show a step's state: values go there through the channel, as if they were dragged.
  glideTo(target) {
    this.letGo();
    this.report(); // what the hand has just done is a change of its own
    this.begin();
    this.glide = new Glide({
      from: this.values,
      target,
      controls: this.controls,
      change: (values) => this.change(values, true),
      end: () => {
        this.glide = null;
        this.rest();
      },
    });
    this.isByHand = false;
    if (channel.isOpen()) this.glide.start();
    else this.glide.finish();
  }

  // A hand takes over where the values are now.
  letGo() {
    if (!this.glide) return;
    this.glide.stop();
    this.glide = null;
    this.isHeld = false;
  }

  // What belongs to the state before, such as a trail, is over.
  begin() {
    for (const view of this.views) view.attempt(() => view.begin?.());
  }

  tellConnection(isThere) {
    for (const view of this.views) view.attempt(() => view.connect?.(isThere));
  }

  // All that the hand did goes to Streamlit now, before something else does.
  settle() {
    if (this.glide) this.glide.finish();
    else this.rest();
  }

  judge({ step, flags }, values) {
    for (const view of this.views) view.attempt(() => view.judge?.(step, flags, values));
  }

  // ------------------------------------------------------------------ from the hand

  // `isHeld`: more will follow, and `rest` after it.
  set(values, isHeld = false) {
    this.letGo();
    this.isByHand = true;
    this.change(values, isHeld);
  }

  change(values, isHeld) {
    const moved = Object.keys(values).filter((name) => values[name] !== this.values[name]);
    this.isHeld = isHeld;
    if (moved.length) {
      for (const name of moved) {
        this.values[name] = values[name];
        this.ahead.set(name, null);
      }
      this.show();
      if (channel.isOpen()) channel.ask(this);
    }
    if (!this.hasNews()) return;
    clearTimeout(this.resting);
    if (!channel.isOpen()) this.report();
    else if (!isHeld) this.resting = setTimeout(() => this.rest(), SETTLE_MS);
  }

  rest() {
    this.isHeld = false;
    this.resting = null;
    this.show();
    this.report();
  }

  show() {
    for (const view of this.views) view.attempt(() => view.follow?.(this.values));
  }

  // ------------------------------------------------------------------ to Streamlit

  hasNews() {
    return [...this.ahead.values()].includes(null);
  }

  report() {
    clearTimeout(this.resting);
    this.resting = null;
    const isWaiting = this.unanswered && performance.now() - this.unanswered.at < PATIENCE_MS;
    if (!this.hasNews() || isWaiting) return; // the answer, or its being lost, comes back here
    this.sendReport([...this.ahead.keys()], false);
  }

  // What is not acknowledged goes along again, for a report may be lost.
  sendReport(names, whole) {
    if (!this.send) return;
    const { token, mark } = this;
    const seq = ++this.seq;
    const values = Object.fromEntries(names.map((name) => [name, this.values[name]]));
    for (const name of names) this.ahead.set(name, seq);
    this.unanswered = { seq, at: performance.now() };
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.isHeld || this.report(), PATIENCE_MS);
    writeAddress(this);
    this.send({ token, mark, seq, values, whole });
  }

  // ------------------------------------------------------------------ from Streamlit

  receive({ token, mark, seq, values, controls, steps = [], words, goal }) {
    this.controls = new Map(controls.map((control) => [control.name, control]));
    Object.assign(this, { steps: whole(steps), words });
    if (!this.isKnown() || (token === this.token && mark > this.mark)) {
      this.adopt(token, mark, seq, values);
    } else if (token !== this.token) {
      this.introduce(token, mark, values);
    } else if (mark === this.mark) {
      this.acknowledge(seq, values);
      // While the channel is open, its answers have said so already.
      if (goal && this.isByHand && !channel.isOpen()) this.judge(goal, values);
    }
    channel.open();
  }

  // The server's word counts: the first one, and what undo, reset, Show or a link set.
  adopt(token, mark, seq, values) {
    Object.assign(this, { token, mark, seq: Math.max(this.seq, seq), unanswered: null });
    this.letGo();
    this.isByHand = false;
    Object.assign(this.values, values);
    this.ahead.clear();
    clearTimeout(this.resting);
    clearTimeout(this.waiting);
    this.resting = null;
    this.skipped = channel.lastId;
    writeAddress(this);
    this.show();
    this.offer();
  }

  // The server has lost the session. The page knows more, and tells it everything.
  introduce(token, mark, values) {
    Object.assign(this, { token, mark });
    this.values = { ...values, ...this.values };
    this.sendReport(Object.keys(this.values), true);
    this.offer();
  }

  acknowledge(seq, values) {
    for (const [name, carrier] of this.ahead) {
      if (carrier !== null && carrier <= seq) this.ahead.delete(name);
    }
    if (this.unanswered && seq >= this.unanswered.seq) {
      this.unanswered = null;
      clearTimeout(this.waiting);
    }
    for (const [name, value] of Object.entries(values)) {
      if (!this.ahead.has(name)) this.values[name] = value;
    }
    this.show();
    this.offer();
    // Where keys are still being pressed, the report goes when they rest.
    if (!channel.isOpen() || !(this.isHeld || this.resting)) this.report();
  }

  // The page's own pictures of these values may have come already, or are about to.
  offer() {
    for (const view of this.views) view.attempt(() => view.offer?.());
    clearTimeout(this.arriving);
    this.arriving = setTimeout(() => this.catchUp(), ARRIVAL_MS);
  }

  // ------------------------------------------------------------------ the channel

  // Ask for what some part does not show.
  catchUp() {
    const isBehind = [...this.views].some((view) => view.shown && !this.isAt(view.shown));
    if (this.isKnown() && isBehind && channel.isOpen()) channel.ask(this);
  }

  answer({ id, parts }, { values, isByHand }) {
    this.store.put({ id, parts, values, isByHand });
  }

  draw({ id, values }) {
    if (id <= this.skipped) return;
    for (const view of this.views) {
      const fields = this.store.parts[view.data?.name];
      if (fields && view.show) view.attempt(() => view.show(fields, values));
    }
  }

  channelChanged(isOpen) {
    if (isOpen) this.catchUp();
    else if (this.glide) this.glide.finish();
    else if (this.isKnown()) this.report();
  }
}
