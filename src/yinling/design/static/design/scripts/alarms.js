/* The call desk: told of each change by the server, counts down, sounds, and is used by keys alone. */
const root = document.querySelector("[data-alarms]");
const part = () => root.querySelector("[data-live]"); // a part may take its own place
const link = root.querySelector("[data-link-state]");
const said = root.querySelector("[data-said]");
const SLOW_MS = 2000, AGAIN_MS = 5000, MINUTE_MS = 60000, QUIET_MS = 300;
let slow = null, pending = null;

/* A change: ask anew for what this viewer may see. Many changes at once are asked for once. */
function refresh() {
  if (pending) return;
  pending = setTimeout(() => {
    pending = null;
    htmx.trigger(part(), "changed");
  }, QUIET_MS);
}

function show(state) {
  if (!link) return;
  const words = link.querySelector("[data-link-words]");
  link.dataset.linkState = state;
  words.textContent = state === "live" ? words.dataset.liveWords : words.dataset.slowWords;
}

function connect() {
  const source = new EventSource(root.dataset.stream);
  source.addEventListener("open", () => { clearInterval(slow); slow = null; show("live"); });
  source.addEventListener("changed", refresh);
  source.addEventListener("error", () => {
    if (source.readyState !== EventSource.CLOSED) return; // it reconnects by itself
    show("slow");
    slow ??= setInterval(refresh, SLOW_MS);
    setTimeout(connect, AGAIN_MS);
  });
}
connect();
setInterval(refresh, MINUTE_MS); // a quiet desk is watched too: the signs of life, and the session

/* Counting down and up. */
function words(seconds) {
  const minutes = Math.floor(seconds / 60), hours = Math.floor(minutes / 60);
  if (hours) return `${hours}:${String(minutes % 60).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
  return `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
}
function count() {
  for (const one of root.querySelectorAll("[data-due]")) {
    const seconds = Math.ceil((Date.parse(one.dataset.due) - Date.now()) / 1000);
    one.textContent = seconds > 0 ? `${one.dataset.words} ${words(seconds)}` : one.dataset.over;
  }
  for (const one of root.querySelectorAll("[data-since]")) {
    one.textContent = `${one.dataset.words} ${words(Math.max(0, Math.floor((Date.now() - Date.parse(one.dataset.since)) / 1000)))}`;
  }
}
count();
setInterval(count, 1000);

/* New alarms are said to screen readers, shown in the title, and heard. */
const title = document.title;
let known = new Set();
function waiting() { return [...root.querySelectorAll('[data-alarm][data-state="raised"]')].filter((one) => Number(one.dataset.order) < 3); }
function tell() {
  const now = waiting();
  const fresh = now.filter((one) => !known.has(one.dataset.alarm));
  if (fresh.length && said) said.textContent = said.dataset.newWords + fresh.map((one) => (one.querySelector("a, h2") ?? one).textContent.trim()).join("; ");
  known = new Set(now.map((one) => one.dataset.alarm));
  document.title = now.length ? `(${now.length}) ${title}` : title;
}
tell();
document.body.addEventListener("htmx:afterSwap", () => { count(); tell(); });

const sound = root.querySelector("[data-sound]");
let audio = null;
function beep() {
  if (!audio || audio.state !== "running" || !waiting().length) return;
  for (const [start, pitch] of [[0, 880], [0.25, 660], [0.5, 880]]) {
    const tone = audio.createOscillator(), gain = audio.createGain(), at = audio.currentTime + start;
    tone.frequency.value = pitch;
    gain.gain.setValueAtTime(0.0001, at);
    gain.gain.exponentialRampToValueAtTime(0.25, at + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.22);
    tone.connect(gain).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.24);
  }
}
function press(button, on, name) {
  button.setAttribute("aria-pressed", String(on));
  button.textContent = on ? button.dataset.on : button.dataset.off;
  localStorage.setItem(name, on ? "on" : "off");
}
async function hear(on) {
  if (on) { audio ??= new AudioContext(); await audio.resume(); } else if (audio) await audio.suspend();
  press(sound, on, "alarms-sound");
  if (on) beep();
}
if (sound) {
  sound.addEventListener("click", () => hear(sound.getAttribute("aria-pressed") !== "true"));
  // A browser lets a page sound only after a touch: whoever left it on has it back with the first one.
  if (localStorage.getItem("alarms-sound") === "on") addEventListener("pointerdown", () => hear(true), { once: true });
  setInterval(beep, 3000);
}

/* Keys, unless somebody types or has turned them off. */
const keys = root.querySelector("[data-keys]");
if (keys) {
  press(keys, localStorage.getItem("alarms-keys") !== "off", "alarms-keys");
  keys.addEventListener("click", () => press(keys, keys.getAttribute("aria-pressed") !== "true", "alarms-keys"));
}
function move(step) {
  const links = [...root.querySelectorAll("[data-alarm-link]")];
  const here = links.indexOf(document.activeElement?.closest("tr")?.querySelector("[data-alarm-link]"));
  const next = links[Math.min(links.length - 1, Math.max(0, here + step))];
  next?.focus();
  return Boolean(next);
}
function take() {
  const row = document.activeElement?.closest("tr");
  const button = row?.querySelector("[data-take]") ?? root.querySelector("[data-take]");
  button?.click();
  return Boolean(button);
}
const KEYS = {
  j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1), a: take,
  m: () => { sound?.click(); return Boolean(sound); },
};
function byKey(key) {
  const field = root.querySelector(`[data-key-form="${CSS.escape(key)}"] :is(select, textarea, input:not([type=hidden]))`);
  if (field) {
    const fold = field.closest("details");
    if (fold) fold.open = true;
    field.focus();
    return true;
  }
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  target?.click();
  return Boolean(target);
}
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, select, textarea, dialog, [contenteditable]");
  if (typing && event.key === "Escape") { event.target.blur(); return; }
  if (typing || event.ctrlKey || event.altKey || event.metaKey || keys?.getAttribute("aria-pressed") === "false") return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const isOurs = key in KEYS ? KEYS[key]() : /^[a-z0-9]$/.test(key) && byKey(key);
  if (isOurs) event.preventDefault();
});
