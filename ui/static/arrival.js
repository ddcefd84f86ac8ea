// A link that opens at a step or a question brings its reader there. The page is still being put
// together then, so it is brought back into place until some time has passed or the reader has
// moved it.

const LONGEST_MS = 3000;
const BY_READER = ["wheel", "touchstart", "keydown", "pointerdown"];

// What the reader came with; links within the app do not load these files anew.
const opened = { path: location.pathname, step: new URLSearchParams(location.search).get("step") };

export function isLinkedTo(step) {
  return opened.step === String(step) && opened.path === location.pathname;
}

export function arriveAt(node) {
  opened.step = null; // once
  const page = node.closest("[data-testid=stMainBlockContainer]") ?? document.body;
  const place = () => node.scrollIntoView({ block: "start", behavior: "instant" });
  const sizes = new ResizeObserver(place);
  const end = () => {
    sizes.disconnect();
    clearTimeout(timer);
    for (const kind of BY_READER) window.removeEventListener(kind, end, true);
  };
  const timer = setTimeout(end, LONGEST_MS);
  for (const kind of BY_READER) window.addEventListener(kind, end, true);
  sizes.observe(page);
  place();
}
