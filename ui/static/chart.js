// A figure under the hand: drawn once by Plotly, then moved in place.

import { element, nextFrame } from "./dom.js";
import { Figure, unfolded } from "./figure.js";
import { Handle } from "./handle.js";
import { Labels } from "./labels.js";
import { onTheme, palettesReady, theme } from "./paint.js";
import { loadPlotly } from "./plotly.js";
import { canDrawInside, fitSpace, hideFromReaders, isFlat, move } from "./plotly_inside.js";
import { Trails } from "./trails.js";
import { Picture } from "./view.js";

const REST_MS = 140; // after the last picture, before Plotly is told what has moved

export class Chart extends Picture {
  turn = 0; // counts the page's figures, for they are unfolded asynchronously
  handles = [];
  isSeen = true;

  build() {
    this.plot = element("div", { class: "jl-plot", role: "figure", tabindex: "-1" });
    this.wait = element("div", { class: "jl-wait" }, this.data.loading ?? "");
    this.trails = new Trails();
    this.labels = new Labels();
    this.layer = element("div", { class: "jl-handles" });
    this.box = element(
      "div", { class: "jl-chart" },
      this.plot, this.trails.layer, this.labels.layer, this.layer, this.wait,
    );
    this.parent.append(this.box);
    this.sizes = new ResizeObserver(() => this.attempt(() => this.resize()));
    this.sizes.observe(this.box);
    // What is scrolled out of sight is drawn when it comes back, so that it costs the hand
    // nothing.
    this.sight = new IntersectionObserver((entries) => {
      this.isSeen = entries.at(-1).isIntersecting;
      if (this.isSeen) this.attempt(() => this.paint());
    });
    this.sight.observe(this.box);
    this.forget = onTheme(() => this.offer());
  }

  destroy() {
    clearTimeout(this.telling);
    this.sizes.disconnect();
    this.sight.disconnect();
    this.forget();
    window.Plotly?.purge(this.plot);
  }

  mount() {
    this.box.style.setProperty("--jl-aspect", this.data.aspect);
    this.trails.set(this.data.trails);
    if (this.figure) this.setHandles();
  }

  follow(values) {
    this.trails.follow(values);
    this.placeHandles();
  }


  // ------------------------------------------------------------------ the page's own figure

  async offer() {
    try {
      await this.takeFigure(++this.turn);
    } catch (error) {
      this.fail(error);
    }
  }

  async takeFigure(turn) {
    const { stamp, values } = this.data;
    await palettesReady;
    const look = `${stamp} ${theme()}`;
    if (this.look !== look || this.lab.wants(values, this.shown)) {
      const [page] = await Promise.all([this.unfold(), loadPlotly()]);
      if (turn !== this.turn || this.hasLeft || !this.box.isConnected) return;
      if (this.look === look) this.show(page.fields, values);
      else await this.drawWhole(page, look, values);
    }
    this.lab.catchUp();
  }

  unfold() {
    if (this.folded !== this.data.figure) {
      this.folded = this.data.figure;
      this.page = unfolded(this.folded);
    }
    return this.page;
  }

  async drawWhole({ template, fields }, look, values) {
    // Where the hand is ahead, the channel's newest fields are nearer to it than the page's.
    const store = this.lab.isAt(values) ? null : this.lab.store.parts[this.data.name];
    const figure = new Figure(template);
    figure.put(fields);
    if (store) figure.put(store);
    this.look = look;
    this.fields = figure.fields;
    fitSpace(figure.layout, this.box);
    if (this.figure) {
      this.figure = figure;
      await this.tell();
    } else {
      await window.Plotly.newPlot(this.plot, figure.data, figure.layout, this.data.config);
      this.figure = figure;
      this.wait.remove();
      this.plot.on("plotly_afterplot", () => this.attempt(() => this.place()));
    }
    this.shown = store ? this.lab.store.values : values;
    hideFromReaders(this.plot);
    this.setHandles();
    this.finish();
  }

  // ------------------------------------------------------------------ newer fields

  draw(fields) {
    this.fields = fields;
    if (this.isSeen) this.paint();
  }

  // Before the first figure is there, its own fields will do; the lab asks again after.
  show(fields, values) {
    if (this.figure) super.show(fields, values);
  }

  paint() {
    if (!this.figure || !this.fields) return;
    const { labels, alt } = this.figure.fields;
    const changed = this.figure.put(this.fields);
    const { fields } = this.figure;
    if (isFlat(this.plot)) this.trails.add(this.plot, this.figure, this.lab.isByHand);
    if (changed.size) this.redraw(changed);
    if (changed.size || fields.labels !== labels || fields.alt !== alt) this.finish();
  }

  // The quick way where it can be gone, else Plotly's own. Plotly is told what has moved once
  // the hand rests, so that zoom and size start from there.
  redraw(changed) {
    const isMoved =
      canDrawInside(this.plot) &&
      [...changed].every(([uid, attributes]) =>
        move(this.plot, uid, this.figure.traces.get(uid), attributes),
      );
    if (isMoved) this.tellLater();
    else this.tell();
  }

  tellLater() {
    clearTimeout(this.telling);
    this.telling = setTimeout(
      () => this.attempt(() => (this.lab.isHeld ? this.tellLater() : this.tell())),
      REST_MS,
    );
    this.isUntold = true;
  }

  // One redraw at a time, the newest last. In space a redraw goes on after Plotly has returned:
  // the second frame after it comes when the first has been painted.
  async tell() {
    clearTimeout(this.telling);
    this.isUntold = true;
    if (this.isTelling) return;
    this.isTelling = true;
    try {
      while (this.isUntold && this.box.isConnected) {
        this.isUntold = false;
        // Given its config again, Plotly would build the plot anew and lose zoom and camera.
        await window.Plotly.react(this.plot, this.figure.data, this.figure.layout);
        if (!isFlat(this.plot)) await nextFrame().then(nextFrame);
      }
    } catch (error) {
      this.fail(error);
    }
    this.isTelling = false;
  }

  finish() {
    const { labels, alt } = this.figure.fields;
    this.plot.setAttribute("aria-label", alt ?? "");
    if (labels !== this.labelled) this.labels.set(labels ?? []);
    this.labelled = labels;
    this.place();
    this.box.dataset.drawn = String(Number(this.box.dataset.drawn ?? 0) + 1);
    this.box.dispatchEvent(new CustomEvent("jl-painted", { bubbles: true }));
  }

  // ------------------------------------------------------------------ what stands above it

  setHandles() {
    const { handles } = this.data;
    const mark = JSON.stringify(handles);
    if (mark !== this.handleMark) {
      this.handleMark = mark;
      this.handles = handles.map((spec) => {
        return new Handle(spec, this.lab, this.plot, {
          drawnAt: () => this.figure.placeOf(spec.name),
          scale: () => this.figure.scaleOf(spec.name),
        });
      });
      const rails = this.handles.flatMap(({ rail }) => rail ?? []);
      this.layer.replaceChildren(...rails, ...this.handles.map(({ node }) => node));
      this.placeHandles();
    }
  }

  place() {
    if (!this.figure || !isFlat(this.plot)) return;
    this.trails.place(this.plot);
    this.labels.place(this.plot);
    this.placeHandles();
  }

  placeHandles() {
    if (!this.figure || !isFlat(this.plot)) return;
    for (const handle of this.handles) handle.place();
  }

  async resize() {
    if (!this.figure || !this.box.isConnected || !this.box.clientWidth) return;
    if (this.isUntold) await this.tell();
    window.Plotly.Plots.resize(this.plot);
  }
}
