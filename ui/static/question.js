// A question with a few answers to choose from. Each visitor has their own order of them, and
// finds their choice again.

import { element } from "./dom.js";
import { icon } from "./icons.js";
import { SKIPPED, onProgress, progress } from "./progress.js";
import { inline } from "./runs.js";
import { View } from "./view.js";

const TO_PREDICT = "predict";
const WAYS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export class Question extends View {
  build() {
    const id = `jl-${this.data.lesson}-${this.data.name}-question`;
    this.text = element("p", { class: "jl-question-text", id });
    this.options = element("div", {
      class: "jl-options", role: "radiogroup", "aria-labelledby": id,
    });
    this.skip = element("button", { type: "button", class: "jl-skip" });
    this.reply = element("div", { class: "jl-reply", role: "status" });
    this.row = element("div", { class: "jl-options-row" }, this.options, this.skip);
    this.box = element("div", { class: "jl-question" }, this.text, this.row, this.reply);
    this.parent.append(this.box);
    this.options.addEventListener("keydown", (event) => this.key(event));
    this.skip.addEventListener("click", () => this.choose(SKIPPED));
    this.forget = onProgress(() => this.render());
  }

  destroy() {
    this.forget();
    // The next page's question may have come before this one goes.
    const { dataset } = document.documentElement;
    if (this.isPrediction() && dataset.jlPredicted === this.data.lesson) delete dataset.jlPredicted;
  }

  mount() {
    const { lesson, name, text, options, skip } = this.data;
    const look = JSON.stringify([text, options, skip]);
    if (look !== this.look) {
      this.look = look;
      this.text.replaceChildren(...inline(text));
      const order = progress.order(lesson, name, options.map(({ key }) => key));
      this.buttons = order.map((key) => this.option(options.find((each) => each.key === key)));
      this.options.replaceChildren(...this.buttons.map(({ node }) => node));
      this.skip.textContent = skip ?? "";
      this.skip.hidden = !skip;
    }
    this.drawn = null;
    this.render();
  }

  option({ key, text, right }) {
    const bullet = element("span", { class: "jl-bullet", "aria-hidden": "true" });
    const node = element(
      "button", { type: "button", class: "jl-option", role: "radio" },
      bullet, element("span", {}, ...inline(text)),
    );
    node.addEventListener("click", () => this.choose(key));
    return { key, right, node, bullet };
  }

  isPrediction() {
    return this.data.name.startsWith(TO_PREDICT);
  }

  choose(key) {
    progress.answer(this.data.lesson, this.data.name, key);
  }

  // Arrows go from answer to answer; only Enter, the space bar or a click gives one, for the
  // reply is shown at once.
  key(event) {
    const way = WAYS[event.key];
    if (!way) return;
    event.preventDefault();
    const nodes = this.buttons.map(({ node }) => node);
    const at = nodes.indexOf(document.activeElement);
    const next = nodes[(at + way + nodes.length) % nodes.length];
    for (const node of nodes) node.tabIndex = node === next ? 0 : -1;
    next.focus();
  }

  render() {
    const { lesson, name, options, words } = this.data;
    const key = progress.of(lesson).answers[name];
    if (key === this.drawn) return;
    this.drawn = key;
    const chosen = options.find((option) => option.key === key);
    this.buttons.forEach((option, i) => {
      const isChosen = option.key === key;
      option.node.setAttribute("aria-checked", String(isChosen));
      option.node.tabIndex = isChosen || (!chosen && i === 0) ? 0 : -1;
      option.node.classList.toggle("jl-chosen", isChosen);
      const isRight = isChosen && option.right;
      option.node.classList.toggle("jl-right", Boolean(isRight));
      option.bullet.replaceChildren(...(isRight ? [icon("tick", 12)] : []));
    });
    this.reply.classList.toggle("jl-shown", Boolean(chosen));
    this.reply.replaceChildren(
      ...(chosen
        ? [element("strong", {}, chosen.right ? words.right : words.wrong), " ", ...inline(chosen.reply)]
        : []),
    );
    // The page's style sheet keeps the answer hidden until then.
    if (key !== undefined && this.isPrediction()) {
      document.documentElement.dataset.jlPredicted = lesson;
    }
  }
}
