// The questions with their short answers: searched as one types and picked by misconception, all
// in the browser. The address keeps what is looked for, and which question is open.

import { arriveAt } from "./arrival.js";
import { element, filled } from "./dom.js";
import { icon } from "./icons.js";
import { setPalettes } from "./paint.js";
import { markDone, replaceQuery, turnOnClick } from "./streamlit_inside.js";
import { onProgress, progress } from "./progress.js";
import { inline, textOf } from "./runs.js";
import { hasAll, telling, words } from "./search.js";
import { View } from "./view.js";

const FEW = 3; // answers that open by themselves where no more are left
const LONGEST = 80; // letters of a search
const PAUSE_MS = 400; // in typing, before the count is said and the address is written

const mark = () => markDone(progress.donePaths());

export class Asked extends View {
  build() {
    const id = `jl-${this.data.lesson}-search`;
    this.label = element("label", { class: "jl-search-label", for: id });
    this.field = element("input", {
      class: "jl-search-field", id, type: "search", autocomplete: "off", maxlength: LONGEST,
    });
    this.clear = element("button", { type: "button", class: "jl-button" });
    this.search = element("div", { class: "jl-search", role: "search" }, this.label, this.field, this.clear);
    this.help = element("p", { class: "jl-quiet" });
    this.title = element("summary");
    this.choice = element("div", { class: "jl-mixups", role: "group" });
    this.mixups = element("details", { class: "jl-mixups-box" }, this.title, this.help, this.choice);
    this.count = element("p", { class: "jl-count jl-quiet", role: "status" });
    this.none = element("p", { class: "jl-none", hidden: "" });
    this.list = element("div", { class: "jl-topics" });
    this.box = element(
      "div", { class: "jl-asked" }, this.search, this.mixups,
      element("div", { class: "jl-found" }, this.count, this.none, this.list),
    );
    this.parent.append(this.box);
    this.field.addEventListener("input", () => this.filter());
    this.field.addEventListener("keydown", ({ key }) => key === "Escape" && this.reset());
    this.clear.addEventListener("click", () => this.reset());
    this.forget = onProgress(mark);
    mark();
  }

  destroy() {
    this.forget();
    clearTimeout(this.pausing);
  }

  mount() {
    setPalettes(this.data.palettes, this.parent);
    const look = JSON.stringify(this.data);
    if (look === this.look) return;
    this.look = look;
    this.idle = new Set(this.data.idle);
    this.name();
    this.fill();
    this.readAddress();
  }

  name() {
    const { words: said } = this.data;
    this.label.textContent = said.search;
    this.field.placeholder = said.example;
    this.clear.textContent = said.clear;
    this.title.textContent = said.mixups;
    this.help.textContent = said.mixups_help;
    this.choice.setAttribute("aria-label", said.mixups);
    this.none.textContent = said.none;
  }

  // ------------------------------------------------------------------ what stands there

  fill() {
    const { mixups, topics, asked } = this.data;
    this.chosen = new Set();
    this.buttons = new Map(mixups.map(([name, said]) => [name, this.mixup(name, said)]));
    this.choice.replaceChildren(...this.buttons.values());
    this.said = new Map(mixups);
    this.each = asked.map((one) => this.question(one));
    this.topics = topics.map(([name, heading]) => {
      const members = this.each.filter(({ topic }) => topic === name);
      const node = element(
        "section", { class: "jl-topic" },
        element("h2", {}, ...inline(heading)), ...members.map((member) => member.node),
      );
      return { node, members };
    });
    this.list.replaceChildren(...this.topics.map(({ node }) => node));
  }

  mixup(name, said) {
    const node = element(
      "button", { type: "button", class: "jl-mixup", "aria-pressed": "false" }, ...inline(said),
    );
    node.addEventListener("click", () => this.choose(name));
    return node;
  }

  question({ name, topic, text, answer, mixups, also, links }) {
    const { words: said, lesson } = this.data;
    const title = element("summary", {}, element("span", {}, ...inline(text)));
    const body = element(
      "div", { class: "jl-answer" },
      element("p", {}, ...inline(answer)),
      element("ul", {}, ...links.map((link) => this.link(link))),
    );
    const cleared = mixups.map((each) => this.said.get(each));
    if (cleared.length) {
      const each = cleared.flatMap((one) => [" ", element("q", {}, ...inline(one))]);
      body.append(element("p", { class: "jl-quiet" }, said.clears_up, ...each));
    }
    const node = element("details", { class: "jl-one", id: `${lesson}-${name}` }, title, body);
    // What a hand opens, not what a search opens.
    title.addEventListener("click", () => {
      replaceQuery([["ask", node.open ? null : name]]);
    });
    const own = [text, answer, ...cleared].map(textOf);
    return { name, topic, mixups, node, title, own: words([...own, also].join(" ")) };
  }

  link({ href, see }) {
    const node = element("a", { class: "jl-see", href }, element("span", {}, ...inline(see)), icon("onward"));
    turnOnClick(node);
    return element("li", {}, node);
  }

  // ------------------------------------------------------------------ what is looked for

  choose(name) {
    if (!this.chosen.delete(name)) this.chosen.add(name);
    this.filter();
  }

  reset() {
    this.field.value = "";
    this.chosen.clear();
    this.filter();
    this.field.focus({ preventScroll: true });
  }

  filter() {
    const typed = this.field.value.slice(0, LONGEST);
    const wanted = telling(typed, this.idle);
    const isLooking = wanted.length > 0 || this.chosen.size > 0;
    const found = this.each.filter(
      ({ own, mixups }) =>
        hasAll(own, wanted) && (!this.chosen.size || mixups.some((name) => this.chosen.has(name))),
    );
    for (const { node } of this.each) node.hidden = true;
    for (const { node } of found) node.hidden = false;
    for (const { node, members } of this.topics) node.hidden = members.every((one) => one.node.hidden);
    this.unfold(isLooking && found.length <= FEW ? found : []);
    for (const [name, button] of this.buttons) {
      button.setAttribute("aria-pressed", String(this.chosen.has(name)));
    }
    this.none.hidden = found.length > 0;
    this.clear.disabled = !isLooking && !typed;
    clearTimeout(this.pausing);
    this.pausing = setTimeout(() => this.rest(isLooking, found.length), PAUSE_MS);
  }

  // The few that are left open by themselves, and close again when there are more.
  unfold(few) {
    for (const each of this.each) {
      const isOneOfFew = few.includes(each);
      if (isOneOfFew && !each.node.open) [each.node.open, each.isByItself] = [true, true];
      else if (!isOneOfFew && each.isByItself) [each.node.open, each.isByItself] = [false, false];
    }
  }

  rest(isLooking, shown) {
    const { words: said } = this.data;
    const text = filled(isLooking ? said.count : said.all, { shown, all: this.each.length });
    if (this.count.textContent !== text) this.count.textContent = text;
    replaceQuery([
      ["q", this.field.value.trim() || null],
      ["mixups", [...this.chosen].join(" ") || null],
    ]);
  }

  // ------------------------------------------------------------------ the address

  readAddress() {
    const link = new URLSearchParams(window.location.search);
    this.field.value = (link.get("q") ?? "").slice(0, LONGEST);
    const names = (link.get("mixups") ?? "").split(" ");
    this.chosen = new Set(names.filter((name) => this.buttons.has(name)));
    // Beside the list they are always there; above it, on a phone, they would push it down.
    this.mixups.open = this.chosen.size > 0 || window.matchMedia("(min-width: 800px)").matches;
    this.filter();
    this.rest(this.field.value !== "" || this.chosen.size > 0, this.each.filter(({ node }) => !node.hidden).length);
    const asked = this.each.find(({ name }) => name === link.get("ask"));
    if (asked && !asked.node.hidden) this.goTo(asked);
  }

  goTo({ node, title }) {
    node.open = true;
    arriveAt(node);
    title.focus({ preventScroll: true });
  }
}
