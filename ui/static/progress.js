// What a visitor has done, kept in this browser and nowhere else. Anybody may have written into
// that store, and some browsers refuse it: it is read with care, and the page's own memory will
// do where there is none.

const KEY = "jl-progress";
const VERSION = 1;
const MOST = 64; // lessons, and names in each of a lesson's lists
const LONGEST = 64; // letters of a name
export const SKIPPED = "~"; // no option has this key: the visitor wanted to be told

class Progress {
  lessons = {};
  last = null; // the lesson that was visited last

  constructor() {
    this.load();
    // Another tab of the same browser.
    window.addEventListener("storage", ({ key }) => {
      if (key !== KEY) return;
      this.load();
      this.tell();
    });
  }

  of(lesson) {
    return (this.lessons[lesson] ??= blank());
  }

  // ------------------------------------------------------------------ what was done

  visit(lesson, { step, names, path }) {
    const record = this.of(lesson);
    const isNews = this.last !== lesson || record.step !== step || record.path !== path;
    const hasNewSteps = record.names.join() !== names.join();
    if (!isNews && !hasNewSteps) return;
    Object.assign(record, { step, names, path });
    this.last = lesson;
    this.save();
  }

  reach(lesson, step) {
    const { reached } = this.of(lesson);
    if (reached.includes(step)) return;
    reached.push(step);
    this.save();
  }

  answer(lesson, question, key) {
    const { answers } = this.of(lesson);
    if (answers[question] === key) return;
    answers[question] = key;
    this.save();
  }

  // Options stand in an order that is drawn once for each visitor.
  order(lesson, question, keys) {
    const { orders } = this.of(lesson);
    const kept = orders[question];
    const isWhole = kept?.length === keys.length && keys.every((key) => kept.includes(key));
    if (isWhole) return kept;
    orders[question] = shuffled(keys);
    this.save();
    return orders[question];
  }

  hasReached(lesson, step) {
    return this.of(lesson).reached.includes(step);
  }

  isDone(lesson) {
    const { names, reached } = this.of(lesson);
    return names.length > 0 && names.every((name) => reached.includes(name));
  }

  donePaths() {
    const done = Object.keys(this.lessons).filter((lesson) => this.isDone(lesson));
    return done.map((lesson) => this.lessons[lesson].path);
  }

  // ------------------------------------------------------------------ the browser's store

  load() {
    let kept = null;
    try {
      kept = JSON.parse(window.localStorage.getItem(KEY));
    } catch {
      // None, or not ours.
    }
    if (kept?.version !== VERSION) return;
    this.lessons = Object.fromEntries(entries(kept.lessons).map(([name, record]) => [name, checked(record)]));
    this.last = nameOr(kept.last, null);
  }

  save() {
    const { lessons, last } = this;
    try {
      window.localStorage.setItem(KEY, JSON.stringify({ version: VERSION, lessons, last }));
    } catch {
      // Refused or full: this page still knows.
    }
    this.tell();
  }

  tell() {
    document.dispatchEvent(new CustomEvent(KEY));
  }
}

const blank = () => ({ reached: [], answers: {}, orders: {}, names: [], step: 1, path: "" });

function checked(record) {
  const { answers, orders, step } = record ?? {};
  return {
    reached: names(record?.reached),
    answers: Object.fromEntries(entries(answers).filter(([, key]) => nameOr(key, null))),
    orders: Object.fromEntries(entries(orders).map(([name, keys]) => [name, names(keys)])),
    names: names(record?.names),
    step: Number.isInteger(step) && step > 0 && step <= MOST ? step : 1,
    path: nameOr(record?.path, ""),
  };
}

const nameOr = (value, other) =>
  typeof value === "string" && value.length <= LONGEST ? value : other;

const names = (list) =>
  Array.isArray(list) ? list.filter((name) => nameOr(name, null) !== null).slice(0, MOST) : [];

const entries = (object) =>
  Object.entries(object && typeof object === "object" ? object : {})
    .filter(([name]) => nameOr(name, null) && name !== "__proto__")
    .slice(0, MOST);

function shuffled(keys) {
  const drawn = [...keys];
  for (let i = drawn.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [drawn[i], drawn[j]] = [drawn[j], drawn[i]];
  }
  return drawn;
}

export const progress = new Progress();

export function onProgress(listener) {
  document.addEventListener(KEY, listener);
  return () => document.removeEventListener(KEY, listener);
}
