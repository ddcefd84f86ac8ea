// The line below a figure: undo, start again, the numbers, a link. Where the connection is
// lost, it says so.

import { link } from "./address.js";
import { element } from "./dom.js";
import { icon } from "./icons.js";
import { View } from "./view.js";

const THANKS_MS = 1500; // how long the button says that it has copied
const PATIENCE_MS = 1000; // before a connection counts as lost

export class Toolbar extends View {
  pressed = 0;

  build() {
    this.buttons = {
      undo: this.button("undo", () => this.data.can_undo && this.ask("undo")),
      reset: this.button("again", () => this.ask("reset")),
      numbers: this.button("numbers", () => this.ask("numbers")),
      link: this.button("link", () => this.copy()),
    };
    this.news = element("span", { class: "jl-news", role: "status" });
    this.field = element("input", { class: "jl-link-field", readonly: "", hidden: "" });
    for (const end of ["blur", "keydown"]) {
      this.field.addEventListener(end, (event) => this.closeField(event));
    }
    const { undo, reset, numbers, link: copy } = this.buttons;
    this.box = element(
      "div", { class: "jl-toolbar" }, undo, reset, this.news, this.field, numbers, copy,
    );
    this.parent.append(this.box);
  }

  destroy() {
    clearTimeout(this.losing);
    clearTimeout(this.thanking);
  }

  button(sign, press) {
    const label = element("span");
    const node = element("button", { type: "button", class: "jl-tool" }, icon(sign), label);
    node.addEventListener("click", () => this.attempt(press));
    return node;
  }

  mount() {
    const { words, can_undo: canUndo, numbers_open: isOpen } = this.data;
    for (const [name, button] of Object.entries(this.buttons)) {
      const label = button.lastChild;
      if (label.textContent !== words[name]) label.textContent = words[name];
      if (words[`${name}_help`]) button.title = words[`${name}_help`];
    }
    // Not “disabled”, which would take the focus away from whoever has just undone the last.
    this.buttons.undo.setAttribute("aria-disabled", String(!canUndo));
    if (isOpen !== undefined) this.buttons.numbers.setAttribute("aria-expanded", String(isOpen));
    this.field.setAttribute("aria-label", words.link);
  }

  // What the hand did last has to be there before it can be taken back.
  ask(what) {
    this.lab.settle();
    this.pressed += 1;
    this.component.setTriggerValue(what, this.pressed);
  }

  // ------------------------------------------------------------------ the link

  async copy() {
    this.lab.settle();
    const address = this.address();
    try {
      await navigator.clipboard.writeText(address);
    } catch {
      this.openField(address);
      return;
    }
    this.thank();
  }

  address() {
    const url = new URL(this.data.href_base || window.location.href, window.location.href);
    url.hash = "";
    for (const [name, text] of link(this.lab)) {
      if (text === null) url.searchParams.delete(name);
      else url.searchParams.set(name, text);
    }
    return url.href;
  }

  thank() {
    const { words } = this.data;
    const { link: button } = this.buttons;
    button.style.minWidth = `${button.offsetWidth}px`;
    button.lastChild.textContent = words.copied;
    this.say(words.copied, true);
    clearTimeout(this.thanking);
    this.thanking = setTimeout(() => {
      button.lastChild.textContent = this.data.words.link;
      this.say("");
    }, THANKS_MS);
  }

  // Where the clipboard is refused, the text can still be taken by hand.
  openField(address) {
    this.box.classList.add("jl-linking");
    this.field.hidden = false;
    this.field.value = address;
    this.field.focus({ preventScroll: true });
    this.field.select();
  }

  closeField({ type, key }) {
    if (type === "keydown" && key !== "Escape") return;
    this.field.hidden = true;
    this.box.classList.remove("jl-linking");
    if (type === "keydown") this.buttons.link.focus({ preventScroll: true });
  }

  // ------------------------------------------------------------------ the connection

  connect(isThere) {
    clearTimeout(this.losing);
    this.losing = setTimeout(() => this.lose(!isThere), isThere ? 0 : PATIENCE_MS);
  }

  lose(isLost) {
    this.box.classList.toggle("jl-lost", isLost);
    this.say(isLost ? (this.data.words.reconnecting ?? "") : "");
  }

  say(text, isOnlyHeard = false) {
    this.news.classList.toggle("jl-said", isOnlyHeard);
    this.news.textContent = text;
  }
}
