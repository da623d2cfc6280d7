/* A provider's day, twice: routes on a map without tiles, and bars in time, one lane for each carer.
   Data: {from, until, lanes: [{worker_id, name, colour, hours, home, bars}], unserved: [bar], ground}; times in minutes of the day.
   A bar that is dragged is checked by the server before it can be kept; the list below the pictures does the same by form. */
import { clear, orient } from "./map.js";

const COLOURS = ["#0e6562", "#8f4a00", "#145a86", "#7a1f5c", "#17693a", "#5b3fa8", "#a8201a", "#4a5a12", "#0a5d8a", "#6b4423"];
const STEP_MINUTES = 5;

const MOVED = 5;
const WAITING_ROWS = 6;
const MANY = 40; // more carers than can be told apart in one picture
const SHORT_MINUTES = 45; // a bar with room for number and surname
const TINY_MINUTES = 25; // for the surname alone

const colourOf = (lane) => COLOURS[lane.colour % COLOURS.length];
const clock = (minutes) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

function made(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

/* The map. */
function drawMap(place, data, words) {
  const map = L.map(place, { attributionControl: false, zoomControl: false, scrollWheelZoom: false });
  orient(map, words, data);
  const settle = () => clear(place, [...place.querySelectorAll(".y-dayplan-point")].map((sign) => sign.getBoundingClientRect()));
  map.on("zoomend moveend resize", settle);
  const lanes = data.lanes.filter((lane) => lane.bars.length);
  const isCrowd = lanes.length > MANY;
  const routes = new Map();
  const routeOf = (lane) => {
    const id = String(lane.worker_id);
    if (!routes.has(id)) routes.set(id, route(lane));
    return routes.get(id);
  };
  const spots = L.canvas({ padding: 0.5 });
  const crowdOf = (some) => L.featureGroup(some.flatMap((lane) => lane.bars.map((bar) => dot(bar, lane, spots))));
  let crowd = L.featureGroup();
  const nobody = L.featureGroup(data.unserved.map((bar) => (isCrowd ? dot(bar, { name: words.nobody, colour: 6 }, spots) : mark(bar, "#a8201a", "?", words.nobody)))).addTo(map);
  const show = (wanted) => {
    const shown = lanes.filter(wanted.lane);
    for (const layer of routes.values()) layer.remove();
    crowd.remove();
    if (shown.length > MANY) crowd = crowdOf(shown);
    const layers = shown.length > MANY ? [crowd] : shown.map(routeOf);
    for (const layer of layers) layer.addTo(map);
    const group = L.featureGroup(wanted.isOne && layers.length ? layers : [...layers, nobody]);
    if (group.getLayers().length && group.getBounds().isValid()) map.fitBounds(group.getBounds(), { padding: [30, 30], maxZoom: 15 });
    settle();
  };
  show({ lane: () => true, isOne: false });
  return show;
}

function dot(bar, lane, renderer) {
  const found = L.circleMarker([bar.latitude, bar.longitude], { renderer, radius: 5, color: "#fff", weight: 1, fillColor: colourOf(lane), fillOpacity: 0.9 });
  found.bindTooltip(made("span", "", `${lane.name} ${bar.time} ${bar.person} ${bar.area}`));
  found.on("click", () => location.assign(bar.url));
  return found;
}

function route(lane) {
  const colour = colourOf(lane);
  const home = [lane.home[1], lane.home[0]];
  const way = [home, ...lane.bars.map((bar) => [bar.latitude, bar.longitude]), home];
  return L.featureGroup([
    L.polyline(way, { color: colour, weight: 2, opacity: 0.75 }),
    ...lane.bars.map((bar) => mark(bar, colour, String(bar.number), lane.name)),
  ]);
}

function mark(bar, colour, text, who) {
  const sign = made("span", "y-dayplan-point", text);
  sign.style.backgroundColor = colour;
  const icon = L.divIcon({ html: sign, className: "", iconSize: [24, 24] });
  const found = L.marker([bar.latitude, bar.longitude], { icon, keyboard: false });
  found.bindTooltip(made("span", "", `${who} ${bar.time} ${bar.person} ${bar.area}`));
  found.on("click", () => location.assign(bar.url));
  return found;
}

/* The bars. */
class Gantt {
  constructor(place, data, words, answer) {
    Object.assign(this, { place, data, words, answer });
    this.span = data.until - data.from;
    this.body = made("div", "y-gantt-body");
    this.lanes = [];
    this.drawHours();
    if (data.unserved.length) this.drawUnserved();
    for (const lane of data.lanes) this.drawLane(lane, lane.bars, colourOf(lane));
    place.classList.toggle("is-dense", data.lanes.length > MANY);
    place.replaceChildren(this.body);
  }

  share(minutes) {
    return `${(100 * minutes) / this.span}%`;
  }

  drawHours() {
    const row = made("div", "y-gantt-hours");
    const track = made("div", "y-gantt-track");
    for (let hour = this.data.from; hour < this.data.until; hour += 60) {
      const sign = made("span", "", String(hour / 60));
      sign.style.left = this.share(hour - this.data.from);
      track.append(sign);
    }
    row.append(made("span", "y-gantt-name"), track);
    this.body.append(row);
  }

  /* Those without anybody lie in as many rows as their windows ask for. */
  drawUnserved() {
    const rows = [];
    for (const bar of this.data.unserved) {
      const row = rows.find((one) => one.at(-1).ends <= bar.starts);
      if (row) row.push(bar);
      else rows.push([bar]);
    }
    const name = `${this.words.nobody} ${this.data.unserved.length}`;
    // All of them are in the list below; here they must not hide the carers.
    rows.slice(0, WAITING_ROWS).forEach((bars, place) => this.drawLane({ worker_id: "", name: place ? "" : name, hours: [], bars }, bars, "#a8201a"));
  }

  drawLane(lane, bars, colour) {
    const row = made("div", "y-gantt-lane");
    const name = made("span", "y-gantt-name", lane.name);
    name.style.borderInlineStartColor = colour;
    const track = made("div", "y-gantt-track");
    for (const [starts, ends] of lane.hours) {
      const shift = made("span", "y-gantt-shift");
      shift.style.left = this.share(starts - this.data.from);
      shift.style.width = this.share(ends - starts);
      track.append(shift);
    }
    for (const bar of bars) track.append(this.drawBar(bar, lane, colour));
    row.append(name, track);
    row.dataset.worker = lane.worker_id;
    this.lanes.push({ lane, row, track });
    this.body.append(row);
  }

  drawBar(bar, lane, colour) {
    const marks = [bar.is_fixed ? this.words.fixed : "", bar.is_changed ? this.words.changed : ""].filter(Boolean);
    const signs = [bar.is_changed && "is-changed", bar.is_fixed && "is-fixed", bar.minutes < SHORT_MINUTES && "is-short"].filter(Boolean);
    const node = made("a", ["y-gantt-bar", ...signs].join(" "));
    node.href = bar.url;
    node.title = [lane.name, `${clock(bar.starts)}–${clock(bar.ends)}`, bar.person, bar.service, bar.state_words, ...marks].join(" ");
    const surname = bar.person.replace(/\*+$/, "");
    const label = bar.minutes < TINY_MINUTES ? surname : [bar.number, surname, bar.is_fixed && "■", bar.state === "done" && "✓"].filter(Boolean).join(" ");
    node.append(made("span", "", label), made("small", "", bar.state_words));
    node.style.left = this.share(bar.starts - this.data.from);
    node.style.width = this.share(bar.minutes);
    node.style.backgroundColor = colour;
    node.tabIndex = -1; // the list below is the way for the keyboard
    node.draggable = false;
    if (this.answer && bar.is_movable) this.makeDraggable(node, bar, lane);
    return node;
  }

  makeDraggable(node, bar, lane) {
    node.classList.add("is-movable");
    node.addEventListener("pointerdown", (press) => {
      if (press.button !== 0) return;
      node.setPointerCapture(press.pointerId);
      const from = { x: press.clientX, y: press.clientY };
      let moved = false;
      const follow = (event) => {
        const [x, y] = [event.clientX - from.x, event.clientY - from.y];
        moved ||= Math.abs(x) + Math.abs(y) > MOVED;
        if (moved) node.style.transform = `translate(${x}px, ${y}px)`;
      };
      const drop = (event) => {
        node.removeEventListener("pointermove", follow);
        if (!moved) return;
        node.addEventListener("click", (click) => click.preventDefault(), { once: true, capture: true });
        this.dropped(node, bar, lane, event, event.clientX - from.x);
      };
      node.addEventListener("pointermove", follow);
      node.addEventListener("pointerup", drop, { once: true });
      node.addEventListener("pointercancel", () => { node.removeEventListener("pointermove", follow); node.style.transform = ""; }, { once: true });
    });
  }

  dropped(node, bar, lane, event, x) {
    const target = this.lanes.find(({ row }) => {
      const box = row.getBoundingClientRect();
      return event.clientY >= box.top && event.clientY < box.bottom;
    });
    const width = this.lanes[0].track.getBoundingClientRect().width;
    const starts = Math.round((bar.starts + (x / width) * this.span) / STEP_MINUTES) * STEP_MINUTES;
    if (!target?.lane.worker_id || starts < 0) {
      node.style.transform = "";
      return;
    }
    this.answer.ask({ bar, from: lane, to: target.lane, starts, undo: () => (node.style.transform = "") });
  }

  show(wanted) {
    for (const { lane, row } of this.lanes) row.hidden = lane.worker_id !== "" && !wanted.lane(lane);
  }
}

/* What the server says of a bar that was dragged, and the form that keeps it. */
class Answer {
  constructor(form, data, words) {
    Object.assign(this, { form, data, words });
    this.part = (name) => form.querySelector(`[data-dayplan-${name}]`);
    this.part("undo").addEventListener("click", () => this.close());
    this.part("partner").addEventListener("change", () => this.check());
  }

  close() {
    this.undo?.();
    this.undo = null;
    this.form.hidden = true;
  }

  async ask(dragged) {
    if (this.undo) this.close();
    this.dragged = dragged;
    this.undo = dragged.undo;
    this.form.hidden = false;
    this.offer([]);
    await this.check();
  }

  /* Asked for each carer and time, and again for each partner that is chosen. */
  async check() {
    const { bar, to, starts } = this.dragged;
    this.say(this.words.checking, [], false);
    const sent = new URLSearchParams({ worker: to.worker_id, starts, csrfmiddlewaretoken: this.form.csrfmiddlewaretoken.value });
    for (const id of this.withThem()) sent.append("with", id);
    try {
      const answer = await fetch(`${bar.url}trial`, { method: "POST", body: sent });
      if (!answer.ok) throw new Error(answer.status);
      const found = await answer.json();
      if (found.partners.length) this.offer(found.partners);
      const head = `${bar.person} ${found.time} ${found.name}${this.words.colon}`;
      this.say(head + (found.objections.length ? this.words.cannot : this.words.can), [...found.objections, ...found.notices], !found.objections.length);
      this.fill();
    } catch {
      this.say(this.words.fault, [], false);
    }
  }

  /* Of two who are to go together, the second is chosen here. */
  offer(partners) {
    this.part("pair").hidden = !partners.length;
    this.part("partner").disabled = !partners.length;
    this.part("partner").replaceChildren(...partners.map(({ id, name }) => new Option(name, id)));
  }

  say(words, objections, may) {
    this.part("status").textContent = words;
    this.part("objections").replaceChildren(...objections.map((one) => made("li", "", one)));
    this.part("keep").hidden = !may;
    this.form.scrollIntoView({ block: "nearest" });
  }

  /* Those who go to the same visit besides the one whose bar was dragged. */
  others(bar, from) {
    return this.data.lanes.filter((lane) => lane.worker_id !== from.worker_id && lane.bars.some((one) => one.visit_id === bar.visit_id));
  }

  withThem() {
    const { bar, from, to } = this.dragged;
    const ids = [...this.others(bar, from).map((lane) => String(lane.worker_id)), this.part("partner").value].filter(Boolean);
    return [...new Set(ids)].filter((id) => id !== String(to.worker_id));
  }

  fill() {
    const { bar, from, to, starts } = this.dragged;
    this.form.action = `${bar.url}move`;
    const values = [["starts", clock(starts)], ...[...new Set([to.worker_id, ...this.others(bar, from).map((lane) => lane.worker_id)])].map((id) => ["workers", id])];
    this.part("fields").replaceChildren(...values.map(([name, value]) => {
      const field = made("input");
      Object.assign(field, { type: "hidden", name, value });
      return field;
    }));
  }
}

for (const place of document.querySelectorAll("[data-dayplan]")) {
  const data = JSON.parse(document.getElementById(place.dataset.dayplan).textContent);
  const words = { ...place.dataset, colon: document.documentElement.lang.startsWith("zh") ? "：" : ": " };
  const form = place.querySelector("[data-dayplan-form]");
  const showOnMap = drawMap(place.querySelector("[data-dayplan-map]"), data, words);
  const gantt = new Gantt(place.querySelector("[data-dayplan-gantt]"), data, words, form ? new Answer(form, data, words) : null);
  const choices = ["carer", "town", "changed"].map((name) => place.querySelector(`[data-dayplan-${name}]`));
  const filter = () => {
    const [carer, town, changed] = choices.map((one) => (one?.type === "checkbox" ? one.checked : one?.value));
    const fits = (bar) => (!town || bar.town === town) && (!changed || bar.is_changed);
    const wanted = {
      isOne: Boolean(carer || town || changed),
      lane: (lane) => (!carer || String(lane.worker_id) === carer) && ((!town && !changed) || lane.bars.some(fits)),
    };
    showOnMap(wanted);
    gantt.show(wanted);
  };
  for (const one of choices) one?.addEventListener("change", filter);
}
