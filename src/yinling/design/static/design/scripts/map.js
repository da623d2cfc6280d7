/* A map without tiles from the JSON beside it: {points: [{latitude, longitude, label, value?, tone?, url?}], outlines?: [[[lat, lon], …]], way?: [[lat, lon], …]}. */
const TONES = { good: "#17693a", bad: "#a8201a", wait: "#b45f06", info: "#145a86", off: "#4d5b5a" };

function circle(point, largest) {
  const colour = TONES[point.tone] ?? "#117a75";
  const radius = largest ? 8 + 22 * Math.sqrt((point.value ?? 0) / largest) : 10;
  const mark = L.circleMarker([point.latitude, point.longitude], { radius, color: colour, weight: 2, fillColor: colour, fillOpacity: 0.35 });
  const words = document.createElement("span");
  words.textContent = point.text ?? point.label;
  mark.bindTooltip(words, { permanent: true, direction: "bottom", offset: [0, radius - 4], className: "y-map-label" });
  if (point.url) mark.on("click", () => location.assign(point.url));
  return mark;
}

export function draw(place, data) {
  const map = L.map(place, { attributionControl: false, zoomControl: false, scrollWheelZoom: false });
  L.control.zoom({ zoomInTitle: place.dataset.zoomIn, zoomOutTitle: place.dataset.zoomOut }).addTo(map);
  const largest = Math.max(0, ...data.points.map((point) => point.value ?? 0));
  const marks = L.featureGroup([
    ...(data.outlines ?? []).map((outline) => L.polygon(outline, { color: "#718886", weight: 1, fillColor: "#fff", fillOpacity: 0.8 })),
    ...(data.way ? [L.polyline(data.way, { color: "#0b4f4a", weight: 3, opacity: 0.6, dashArray: "6 6" })] : []),
    ...data.points.map((point) => circle(point, largest)),
  ]).addTo(map);
  if (marks.getLayers().length) map.fitBounds(marks.getBounds(), { padding: [40, 40], maxZoom: 14 });
}

for (const place of document.querySelectorAll("[data-map]")) draw(place, JSON.parse(document.getElementById(place.dataset.map).textContent));
