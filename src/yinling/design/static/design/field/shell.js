/* What every page for the road shares: the line that tells what is sent, and the shell for times without network. */
import { element, icon, say } from "./words.js";

const line = document.querySelector("[data-field-state]");
const heard = document.querySelector("[data-field-heard]");
let shown = "";

// Screen readers hear a change of kind, not every record.
export function drawState([tone, name, words], login = "") {
  line.className = `field-state y-tone-${tone}`;
  line.replaceChildren(icon(name), element("span", {}, words),
    login ? element("a", { href: `${login}?next=${encodeURIComponent(location.pathname)}` }, say("login")) : "");
  const kind = `${tone}${name}`;
  if (kind !== shown) heard.textContent = words;
  shown = kind;
}

// The worker keeps the files that this page has loaded, and `more`; the last line of the page tells whether it can.
export async function keepShell({ base, worker }, isLeaving, more = []) {
  const note = document.querySelector("[data-field-ready]");
  if (!("serviceWorker" in navigator)) {
    note.textContent = say("not_ready");
    return;
  }
  await navigator.serviceWorker.register(worker, { scope: base });
  const ready = await navigator.serviceWorker.ready;
  const own = performance.getEntriesByType("resource").map((entry) => new URL(entry.name)).filter((url) => url.origin === location.origin && url.pathname.includes("/static/"));
  const files = [...new Set([base, ...own.map((url) => url.pathname), ...more])];
  const channel = new MessageChannel();
  channel.port1.onmessage = () => { note.textContent = say("ready"); };
  if (!isLeaving()) ready.active.postMessage({ files }, [channel.port2]);
}
