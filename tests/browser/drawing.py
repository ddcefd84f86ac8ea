"""What a chart has drawn, read off the page, beside what Plotly itself draws from the same data."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import ElementHandle, Locator, Page

TOLERANCE = 0.05  # pixels
PIXEL_TOLERANCE = 2  # of 255, for each of a field's colours

# Runs in the page before anything else: knows when the channel has answered all questions, and
# counts the calls of Plotly's own drawing.
SPY = """
window.spy = { asked: 0, answered: 0, reacts: 0, news: 0 };
{
  const note = (change) => Object.assign(window.spy, change, { news: performance.now() });
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (this.url.endsWith('/live/channel')) {
      if (!this.isSpied) {
        this.isSpied = true;
        this.addEventListener('message', ({ data }) => {
          const length = new DataView(data).getUint32(0, true);
          const text = new TextDecoder().decode(new Uint8Array(data, 4, length));
          note({ answered: JSON.parse(text).id });
        });
        this.addEventListener('close', () => note({ answered: window.spy.asked }));
      }
      note({ asked: JSON.parse(data).id });
    }
    return send.call(this, data);
  };
  let plotly;
  Object.defineProperty(window, 'Plotly', {
    configurable: true,
    get: () => plotly,
    set: (given) => {
      plotly = given;
      const react = plotly.react;
      plotly.react = (...all) => {
        note({ reacts: window.spy.reacts + 1 });
        return react(...all);
      };
    },
  });
}
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
window.spy.frame = frame;
window.spy.settled = async () => {
  for (let quiet = 0; quiet < 3; quiet += 1) {
    await frame();
    if (window.spy.asked !== window.spy.answered) quiet = -1;
  }
};

// Plotly has been told where the hand rests (140 ms after the last picture), and nothing moves.
window.spy.rested = async () => {
  const begun = performance.now();
  do {
    await new Promise((resolve) => setTimeout(resolve, 60));
    await window.spy.settled();
  } while (performance.now() - Math.max(begun, window.spy.news) < 220);
};

// Bring sliders to values as a hand does that holds them and may go on, and look at each.
window.spy.hold = async (places, look) => {
  const found = [];
  for (const [range, value] of places) {
    range.dispatchEvent(new PointerEvent('pointerdown'));
    range.value = value;
    range.dispatchEvent(new Event('input'));
    await window.spy.settled();
    found.push(await look());
  }
  return found;
};

window.spy.read = async (plot) => {
  const isShown = (node) => {
    const d = node.getAttribute('d');
    // A single point, far out of the window, stands where there is nothing to draw.
    const isPoint = !d || /^M[^A-Y]*Z?$/.test(d);
    return !isPoint && getComputedStyle(node).display !== 'none';
  };
  const look = (node) => {
    const style = getComputedStyle(node);
    return ['fill', 'fillOpacity', 'stroke', 'strokeWidth', 'strokeDasharray', 'opacity']
      .map((name) => style[name]).join(' | ');
  };
  const pieces = (group, selector) =>
    [...(group?.querySelectorAll(selector) ?? [])].filter(isShown).map((node) => ({
      path: node.getAttribute('d'), place: node.getAttribute('transform') ?? '', look: look(node),
    }));
  const traces = {};
  for (const trace of plot.data) {
    if (trace.type === 'scatter') {
      const group = plot.querySelector(`.scatterlayer .trace${trace.uid}`);
      traces[trace.uid] = {
        fills: pieces(group, '.fills path'),
        lines: pieces(group, '.lines path'),
        points: pieces(group, '.points path'),
      };
    } else if (trace.type === 'heatmap') {
      const groups = [...plot.querySelectorAll('.heatmaplayer .hm')];
      const group = groups.find((node) => node.__data__?.[0]?.trace?.uid === trace.uid);
      traces[trace.uid] = { images: await Promise.all(
        [...(group?.querySelectorAll('image') ?? [])].map(async (image) => {
          const picture = new Image();
          picture.src = image.getAttributeNS('http://www.w3.org/1999/xlink', 'href');
          await picture.decode();
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [picture.width, picture.height];
          const context = canvas.getContext('2d', { willReadFrequently: true });
          context.drawImage(picture, 0, 0);
          return {
            box: ['x', 'y', 'width', 'height'].map((name) => Number(image.getAttribute(name))),
            size: [picture.width, picture.height],
            pixels: context.getImageData(0, 0, picture.width, picture.height).data,
          };
        }),
      ) };
    }
  }
  return traces;
};

// The largest difference of a field's colours; the pixels themselves are too many to hand over.
const coloursOff = (ours, plotlys) => {
  const off = {};
  for (const [uid, { images }] of Object.entries(plotlys)) {
    const pairs = (images ?? []).map((image, k) => [image, ours[uid].images[k]]);
    off[uid] = 0;
    for (const [their, our] of pairs) {
      their.pixels.forEach((value, i) => {
        off[uid] = Math.max(off[uid], Math.abs(value - (our?.pixels[i] ?? -255)));
      });
      delete their.pixels;
      if (our) delete our.pixels;
    }
  }
  return off;
};

// What each flat chart shows now, and what Plotly draws from the same data in a fresh place.
window.spy.compare = async () => {
  const found = [];
  const { reacts } = window.spy;
  const plots = [...document.querySelectorAll('.jl-plot')]
    .filter((plot) => plot._fullLayout?.xaxis);
  const ours = await Promise.all(plots.map(window.spy.read));
  for (const [i, plot] of plots.entries()) {
    const fresh = document.createElement('div');
    Object.assign(fresh.style, { position: 'fixed', left: '-5000px', top: 0 });
    document.body.append(fresh);
    const { width, height } = plot._fullLayout;
    const layout = { ...structuredClone(plot.layout), width, height, autosize: false };
    for (const axis of ['xaxis', 'yaxis']) {
      layout[axis].range = plot._fullLayout[axis].range.slice();
    }
    await window.Plotly.newPlot(fresh, structuredClone(plot.data), layout, { staticPlot: true });
    const plotlys = await window.spy.read(fresh);
    found.push({ ours: ours[i], plotlys, colours: coloursOff(ours[i], plotlys) });
    window.Plotly.purge(fresh);
    fresh.remove();
  }
  return { charts: found, reacts };
};

// The charts in space: what Plotly holds, and the camera.
window.spy.space = () => {
  const plot = [...document.querySelectorAll('.jl-plot')].find((plot) => plot._fullLayout?.scene);
  const { eye, center, up } = plot._fullLayout.scene._scene.getCamera();
  const arrays = plot.data.flatMap((trace) => ['x', 'y', 'z', 'i', 'j', 'k']
    .filter((name) => trace[name])
    .map((name) => [`${trace.uid}/${name}`, Array.from(trace[name])]));
  const camera = [eye, center, up].flatMap(({ x, y, z }) => [x, y, z]);
  return { arrays: Object.fromEntries(arrays), camera };
};

window.spy.redraw = async (plot) => {
  await window.Plotly.react(plot, plot.data, plot.layout);
  for (let i = 0; i < 10; i += 1) await frame();
};

// The share of pixels that differ between two pictures of the same size.
window.spy.share = async (pictures) => {
  const [a, b] = await Promise.all(pictures.map(async (picture) => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height).data;
  }));
  let different = Math.abs(a.length - b.length) / 4;
  for (let i = 0; i < Math.min(a.length, b.length); i += 4) {
    const off = [0, 1, 2].map((k) => Math.abs(a[i + k] - b[i + k]));
    if (Math.max(...off) > 6) different += 1;
  }
  return different / (a.length / 4);
};
"""


@dataclass(frozen=True)
class Comparison:
    """Our picture beside Plotly's.

    Attributes
    ----------
    differences : list of str
        Nothing where they are the same.
    n_pieces : int
        How many lines, fills, points and images were compared.
    reacts : int
        How often Plotly's own drawing had been called until then.
    """

    differences: list[str]
    n_pieces: int
    reacts: int


def settled(page: Page) -> None:
    """Wait until the channel has answered everything and the answer is drawn."""
    page.evaluate("window.spy.settled()")


def rested(page: Page) -> None:
    """Wait until Plotly has been told where the hand rests, and nothing moves."""
    page.evaluate("window.spy.rested()")


def compared(page: Page) -> Comparison:
    """Compare every flat chart of the page, as it is now, with Plotly's own drawing."""
    return _comparison(page.evaluate("window.spy.compare()"))


def compared_at(page: Page, places: list[tuple[ElementHandle, float]]) -> list[Comparison]:
    """Hold sliders at values, one after the other, and compare at each."""
    script = "(places) => window.spy.hold(places, window.spy.compare)"
    return [_comparison(each) for each in page.evaluate(script, [*map(list, places)])]


def reacts_at(page: Page, places: list[tuple[ElementHandle, float]]) -> list[int]:
    """Hold sliders at values; how often Plotly's own drawing had been called until then."""
    script = "(places) => window.spy.hold(places, () => window.spy.reacts)"
    return list(page.evaluate(script, [*map(list, places)]))


def _comparison(result: dict[str, Any]) -> Comparison:
    differences: list[str] = []
    n_pieces = 0
    for number, chart in enumerate(result["charts"]):
        for uid, kinds in chart["plotlys"].items():
            for kind, theirs in kinds.items():
                ours = chart["ours"][uid][kind]
                where = f"chart {number}, {uid}, {kind}"
                n_pieces += len(theirs)
                if len(ours) != len(theirs):
                    differences.append(f"{where}: {len(ours)} pieces, Plotly has {len(theirs)}")
                    continue
                for k, (our, their) in enumerate(zip(ours, theirs, strict=True)):
                    if kind == "images":
                        said = _images(our, their, chart["colours"][uid])
                    else:
                        said = _paths(our, their)
                    if said:
                        differences.append(f"{where} {k}: {said}")
    return Comparison(differences, n_pieces, result["reacts"])


@dataclass(frozen=True)
class Space:
    """A chart in space.

    Attributes
    ----------
    arrays : dict of list
        ``"<trace>/<attribute>"`` → numbers.
    camera : list of float
        From where to where it looks, and which way is up.
    """

    arrays: dict[str, list[float]]
    camera: list[float]


def in_space(page: Page) -> Space:
    """Read the page's chart in space."""
    return Space(**page.evaluate("window.spy.space()"))


def drawn_in_space(page: Page, plot: Locator) -> str:
    """A picture of a chart in space, once it is painted."""
    page.evaluate("(async () => { for (let i = 0; i < 6; i += 1) await window.spy.frame(); })()")
    return base64.b64encode(plot.screenshot()).decode("ascii")


def changed_pixels(page: Page, one: str, other: str) -> float:
    """The share of pixels that differ visibly between two pictures."""
    return float(page.evaluate("(pictures) => window.spy.share(pictures)", [one, other]))


_NUMBER = re.compile(r"-?\d*\.?\d+(?:e[-+]?\d+)?")


def _paths(our: dict[str, str], their: dict[str, str]) -> str:
    for key in ("path", "place"):
        shapes = [_NUMBER.sub("#", piece[key]).replace(" ", "") for piece in (our, their)]
        if shapes[0] != shapes[1]:
            return f"{key} {our[key][:80]!r}, Plotly has {their[key][:80]!r}"
        numbers = [map(float, _NUMBER.findall(piece[key])) for piece in (our, their)]
        off = max((abs(a - b) for a, b in zip(*numbers, strict=True)), default=0.0)
        if off > TOLERANCE:
            return f"{key} is off by {off:.3f} pixels"
    return "" if our["look"] == their["look"] else f"{our['look']}, Plotly has {their['look']}"


def _images(our: dict[str, Any], their: dict[str, Any], colours: int) -> str:
    if our["size"] != their["size"]:
        return f"{our['size']} pixels, Plotly has {their['size']}"
    off = max(abs(a - b) for a, b in zip(our["box"], their["box"], strict=True))
    if off > TOLERANCE:
        return f"the image is off by {off:.3f} pixels"
    return f"a colour is off by {colours}" if colours > PIXEL_TOLERANCE else ""
