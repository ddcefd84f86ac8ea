// A step beside the stage: a few words, a task, and a button that brings its state onto the
// stage. Whether the task is done is noticed here and kept in the browser.

import { arriveAt, isLinkedTo } from "./arrival.js";
import { element, filled } from "./dom.js";
import { Goal } from "./goals.js";
import { icon } from "./icons.js";
import { onProgress, progress } from "./progress.js";
import { ghost, inline } from "./runs.js";
import { isSame } from "./values.js";
import { View } from "./view.js";

export class Step extends View {
  build() {
    const { is_check: isCheck } = this.data;
    this.number = element("span", { class: "jl-number", "aria-hidden": "true" });
    this.text = element("p", { class: "jl-step-text" });
    this.circle = element("span", { class: "jl-circle", "aria-hidden": "true" });
    this.task = element("p", { class: "jl-task-text" });
    // It is in the page before it says something, or else it would not be read out.
    this.said = element("p", { class: "jl-reached", role: "status" });
    this.button = element("button", { type: "button", class: "jl-button jl-show jl-away" });
    // The number does the same for who points at it; by keyboard there is the button.
    for (const node of [this.button, this.number]) {
      node.addEventListener("click", () => this.attempt(() => this.press()));
    }
    this.box = element(
      "div",
      { class: `jl-step${isCheck ? " jl-check" : ""}`, role: "group", tabindex: "-1" },
      this.number,
      this.text,
      element(
        "div", { class: "jl-task" }, this.circle, element("div", {}, this.task, this.said),
      ),
      element("div", { class: "jl-step-row" }, this.button),
    );
    this.parent.append(this.box);
    this.forget = onProgress(() => this.render());
  }

  destroy() {
    this.forget();
  }

  mount() {
    const { number, count, text, task, goal } = this.data;
    this.box.dataset.step = number;
    this.box.classList.toggle("jl-last", number >= count);
    this.text.replaceChildren(...inline(text));
    // The current step's task is bold. A hidden bold copy keeps its room at all times, so that
    // no line breaks anew when another step comes onto the stage.
    this.task.replaceChildren(element("span", {}, ...inline(task)), ghost(task));
    this.task.parentElement.parentElement.hidden = !task?.length;
    const mark = JSON.stringify(goal);
    if (mark !== this.goalMark) {
      this.goalMark = mark;
      this.goal = goal ? new Goal(goal) : null;
    }
    this.drawn = null;
    this.render();
  }

  // What it shows: the state part brings it for all steps.
  get state() {
    return this.lab.steps[this.data.number - 1].state;
  }

  follow(values) {
    const { number, name } = this.data;
    this.isCurrent = values.step === number;
    this.isChanged = this.isCurrent && !this.lab.glide && !isSame(this.state, values);
    // Where nothing can be checked, having tried is enough.
    if (!this.goal && this.isChanged && this.lab.isByHand) progress.reach(this.lab.lesson, name);
    // The hand has stopped where it was last judged in passing: now that counts.
    const { passed } = this;
    if (passed && !this.lab.isHeld) {
      this.passed = null;
      if (this.lab.isAt(passed.values)) this.judge(number, passed.flags, passed.values);
    }
    this.render();
    if (isLinkedTo(number)) arriveAt(this.box);
  }

  // ------------------------------------------------------------------ the hand

  press() {
    if (!this.lab.isKnown() || (this.isCurrent && !this.isChanged)) return;
    // The button goes when its state is there. Whoever pressed it stays at this step.
    this.box.focus({ preventScroll: true });
    this.lab.glideTo(this.state);
  }

  begin() {
    this.passed = null;
    this.goal?.restart();
  }

  judge(step, flags, values) {
    const { number, name } = this.data;
    if (step !== number || !this.goal || this.isReached() || isSame(this.state, values)) return;
    if (this.goal.atRest && this.lab.isHeld) this.passed = { flags, values };
    else if (this.goal.take(flags, values)) progress.reach(this.lab.lesson, name);
  }

  isReached() {
    return progress.hasReached(this.lab.lesson, this.data.name);
  }

  // ------------------------------------------------------------------ what it looks like

  render() {
    const { words } = this.lab;
    if (!words) return; // they come with the state
    const isDone = this.isReached();
    const { isCurrent = false, isChanged = false } = this;
    const look = [isCurrent, isChanged, isDone].join();
    if (look === this.drawn) return;
    this.drawn = look;
    const { number, count, said } = this.data;
    const { classList } = this.box;
    classList.toggle("jl-current", isCurrent);
    classList.toggle("jl-changed", isChanged);
    classList.toggle("jl-done", isDone);
    const place = filled(words.step_of, { step: number, number, count });
    this.box.setAttribute("aria-label", isDone ? `${place}, ${words.done}` : place);
    if (isCurrent) this.box.setAttribute("aria-current", "step");
    else this.box.removeAttribute("aria-current");
    this.number.replaceChildren(isDone && !isCurrent ? icon("tick") : String(number));
    const hasGoal = isDone && this.goal;
    this.circle.replaceChildren(...(hasGoal ? [icon("tick", 12)] : []));
    classList.toggle("jl-met", Boolean(hasGoal));
    this.said.replaceChildren(...(hasGoal ? inline(said) : []));
    // On the untouched current step there is nothing to press, but the room stays.
    this.button.classList.toggle("jl-away", isCurrent && !isChanged);
    const label = isChanged ? [icon("again", 14), words.again] : [words.show];
    this.button.replaceChildren(...label);
    this.button.setAttribute("aria-label", `${isChanged ? words.again : words.show}: ${place}`);
  }
}
