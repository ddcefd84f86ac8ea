// All that reaches into Streamlit's page: its theme, and the address that it shares with us.

import { element } from "./dom.js";

const GROUND = "--st-background-color"; // Streamlit sets it around every component

export function isDark(node) {
  const color = getComputedStyle(node).getPropertyValue(GROUND).trim();
  const probe = element("span", { style: `color:${color || "#fff"}` });
  document.body.append(probe);
  const [r, g, b] = getComputedStyle(probe).color.match(/[\d.]+/g).map(Number);
  probe.remove();
  return 0.299 * r + 0.587 * g + 0.114 * b < 128;
}

// Streamlit says nothing when its theme changes, but a colour that follows its variable through
// a transition does: the browser reports the end of it.
const watched = new WeakSet();

export function watchTheme(node, listener) {
  if (watched.has(node)) return;
  watched.add(node);
  const sentinel = element("span", { class: "jl-theme", "aria-hidden": "true" });
  sentinel.addEventListener("transitionend", listener);
  node.append(sentinel);
}

// Put names and texts into the address's query, or take them out (null). The rest of the
// address stays as it is, to the letter.
export function replaceQuery(pairs) {
  const url = new URL(window.location.href);
  const news = pairs.filter(([name, text]) => {
    const there = url.searchParams.getAll(name);
    return text === null ? there.length : there.length !== 1 || there[0] !== text;
  });
  if (!news.length) return;
  for (const [name, text] of news) {
    if (text === null) url.searchParams.delete(name);
    else url.searchParams.set(name, text);
  }
  window.history.replaceState(window.history.state, "", url);
}

// ---------------------------------------------------------------- pages

const NAVIGATION = '[data-testid="stSidebarNav"]';
const lastPart = (address) => new URL(address, document.baseURI).pathname.split("/").at(-1);

const linksOfPages = () => [...document.querySelectorAll(`${NAVIGATION} a[href]`)];

// Streamlit's page changes as with the browser's own back button, so a query goes along. Where
// the address is none of this app's pages, the browser loads it as usual.
function turnTo(address) {
  const url = new URL(address, document.baseURI);
  const isPage = linksOfPages().some((link) => new URL(link.href).pathname === url.pathname);
  if (!isPage || url.origin !== window.location.origin) return false;
  window.history.pushState(null, "", url);
  window.dispatchEvent(new PopStateEvent("popstate"));
  return true;
}

// An ordinary click on a link turns the page as Streamlit's own links do; another tab or window is
// the browser's business.
export function turnOnClick(link) {
  link.addEventListener("click", (event) => {
    const isChanged = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (event.button === 0 && !isChanged && turnTo(link.href)) event.preventDefault();
  });
}

// Lessons that are done have a mark in the navigation, also when Streamlit draws it anew.
let donePaths = [];
let watchedSidebar = null;
const redrawn = new MutationObserver(drawMarks);

export function markDone(paths) {
  donePaths = paths;
  const sidebar = document.querySelector('[data-testid="stSidebar"]');
  if (sidebar && sidebar !== watchedSidebar) {
    redrawn.disconnect();
    redrawn.observe(sidebar, { childList: true, subtree: true });
    watchedSidebar = sidebar;
  }
  drawMarks();
}

function drawMarks() {
  for (const link of linksOfPages()) {
    link.toggleAttribute("data-jl-done", donePaths.includes(lastPart(link.href)));
  }
  // Streamlit puts the groups of pages into the list as they are, which no list may hold.
  for (const group of document.querySelectorAll(`${NAVIGATION} ul > div`)) {
    group.setAttribute("role", "listitem");
    for (const item of group.querySelectorAll("li")) item.setAttribute("role", "none");
  }
}

// ---------------------------------------------------------------- the page around us

export const pageTitle = () => document.querySelector('[data-testid="stMain"] h1');

// What Streamlit says of its own connection, whether or not it shows it. Where it says nothing,
// nothing is lost.
const CONNECTION = "data-test-connection-state";

export function watchConnection(listener) {
  const app = document.querySelector('[data-testid="stApp"]');
  if (!app?.hasAttribute(CONNECTION)) return () => {};
  const isThere = () => app.getAttribute(CONNECTION) === "CONNECTED";
  let before = isThere();
  const observer = new MutationObserver(() => {
    if (isThere() === before) return;
    before = !before;
    listener(before);
  });
  observer.observe(app, { attributes: true, attributeFilter: [CONNECTION] });
  return () => observer.disconnect();
}

// Run the whole page again, as when somebody comes back to it with the browser's own button.
export function runAgain() {
  window.dispatchEvent(new PopStateEvent("popstate"));
}
