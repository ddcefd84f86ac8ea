// A part of the page: what it shows, and of which state. The kinds of parts extend this.
//
// A kind may have: `build()`, once; `mount()`, when new data came; `follow(values)`, whenever a
// value of the state changes; `draw(fields)`, to show fields; `destroy()`.

import { Lab } from "./state.js";

const views = new WeakMap(); // by the element that Streamlit gives to a part

export class View {
  shown = null; // the state of what is drawn

  // Streamlit calls again for the same place with new data.
  static for(component) {
    let view = views.get(component.parentElement);
    if (!view) {
      view = new this();
      view.parent = component.parentElement;
      view.lab = Lab.of(component.data.lesson);
      view.component = component;
      view.data = component.data;
      view.build();
      views.set(view.parent, view);
      view.lab.join(view);
    }
    view.component = component;
    view.data = component.data;
    view.mount?.();
    if (view.lab.isKnown()) view.follow?.(view.lab.values);
    view.offer?.();
    return () => view.leave();
  }

  leave() {
    this.hasLeft = true;
    this.destroy?.();
    views.delete(this.parent);
    this.lab.leave(this);
  }

  // A part that cannot do its work says so, and the page turns to Streamlit's own widgets.
  attempt(work) {
    try {
      return work();
    } catch (error) {
      this.fail(error);
    }
    return undefined;
  }

  fail(error) {
    if (this.hasLeft || this.hasFailed) return;
    this.hasFailed = true;
    console.warn("A live part of the page gave up.", error);
    this.component.setTriggerValue("unloadable", true);
  }
}

// A part that shows fields: those that came with the page, or those of the channel.
export class Picture extends View {
  // The page's own fields are for this state, or for one that the hand has left already; then
  // the channel, or the run of the page that follows, brings newer ones.
  offer() {
    const { values, fields } = this.data;
    if (this.lab.wants(values, this.shown)) this.show(fields, values);
    if (!this.lab.isAt(this.shown)) this.lab.catchUp();
  }

  show(fields, values) {
    this.shown = values;
    this.draw(fields);
  }
}
