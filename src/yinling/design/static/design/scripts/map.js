/* A map without tiles from the JSON in its attribute: {points: [{latitude, longitude, label, value?, tone?, url?}], way?: [[lat, lon], …],
   ground?: [{name, at: [lat, lon], outline: [[lat, lon], …]}], is_schematic?}. The ground tells where one is: names and rough outlines. */
const TONES = { good: "#17693a", bad: "#a8201a", wait: "#b45f06", info: "#145a86", off: "#4d5b5a" };
const SIDES = ["bottom", "right", "top", "left"];

function circle(point, largest) {
  const colour = TONES[point.tone] ?? "#117a75";
  const radius = largest ? 8 + 22 * Math.sqrt((point.value ?? 0) / largest) : 10;
  const mark = L.circleMarker([point.latitude, point.longitude], { radius, color: colour, weight: 2, fillColor: colour, fillOpacity: 0.35 });
  const words = document.createElement("span");
  words.textContent = point.text ?? point.label;
  mark.bindTooltip(words, { permanent: true, direction: "bottom", offset: [0, radius - 4], className: "y-map-label" });
  mark.sides = { bottom: [0, radius - 4], right: [radius - 4, 0], top: [0, 4 - radius], left: [4 - radius, 0] };
  if (point.url) mark.on("click", () => location.assign(point.url));
  return mark;
}

// The name of a piece of ground: seen, not spoken, for the list beside the map says where everybody is.
function nameplate(patch) {
  const words = document.createElement("span");
  words.textContent = patch.name;
  const icon = L.divIcon({ html: words, className: "y-map-ground", iconSize: null });
  return L.marker(patch.at, { icon, interactive: false, keyboard: false });
}

const meets = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

// Names that would lie on others: a point's name moves to another side of it.
function settle(marks, canvas) {
  const taken = marks.map((mark) => mark.getElement().getBoundingClientRect());
  for (const mark of marks) {
    const tip = mark.getTooltip(), box = () => tip.getElement()?.getBoundingClientRect();
    const free = SIDES.find((side) => {
      tip.options.direction = side;
      tip.options.offset = L.point(mark.sides[side]);
      tip.update();
      return box() && !taken.some((one, place) => place !== marks.indexOf(mark) && meets(one, box()));
    });
    if (!free) {
      tip.options.direction = "bottom";
      tip.options.offset = L.point(mark.sides.bottom);
      tip.update();
    }
    if (box()) taken.push(box());
  }
  clear(canvas, taken);
}

/* Names of the ground that would lie on what is there already, or on each other, are left out. */
export function clear(canvas, taken) {
  for (const plate of canvas.querySelectorAll(".y-map-ground > span")) {
    const box = plate.getBoundingClientRect(), isFree = !taken.some((one) => meets(one, box));
    plate.classList.toggle("is-covered", !isFree);
    if (isFree) taken.push(box);
  }
}

/* What every map has: buttons to zoom, the ground, and, unless it is but schematic, a scale and which way is north. */
export function orient(map, words, { ground = [], is_schematic: isSchematic = false } = {}) {
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  for (const patch of ground) {
    if (patch.outline.length) L.polygon(patch.outline, { color: "#718886", weight: 1, dashArray: "4 4", fillColor: "#fff", fillOpacity: 0.7, interactive: false }).addTo(map);
    nameplate(patch).addTo(map);
  }
  if (isSchematic) return;
  L.control.scale({ imperial: false }).addTo(map);
  const north = L.control({ position: "topright" });
  north.onAdd = () => {
    const sign = document.createElement("div");
    sign.className = "y-map-north";
    sign.textContent = words.north;
    return sign;
  };
  north.addTo(map);
}

export function draw(place, data) {
  const map = L.map(place, { attributionControl: false, zoomControl: false, scrollWheelZoom: false, zoomSnap: 0.25 });
  const largest = Math.max(0, ...data.points.map((point) => point.value ?? 0));
  const marks = data.points.map((point) => circle(point, largest));
  const shown = L.featureGroup([...(data.way ? [L.polyline(data.way, { color: "#0b4f4a", weight: 3, opacity: 0.6, dashArray: "6 6" })] : []), ...marks]);
  if (shown.getLayers().length) map.fitBounds(shown.getBounds(), { padding: [40, 40], maxZoom: 14 });
  orient(map, place.dataset, data);
  shown.addTo(map);
  settle(marks, place);
  map.on("zoomend resize", () => settle(marks, place));
}

function drawAll() {
  for (const place of document.querySelectorAll("[data-map]:not(.leaflet-container, details:not([open]) *)")) draw(place, JSON.parse(place.dataset.map));
}
drawAll();
document.addEventListener("toggle", drawAll, true); // folded away, a map has no size to be drawn in
document.body.addEventListener("htmx:afterSettle", drawAll); // a part of a page that came later
