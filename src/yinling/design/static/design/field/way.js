/* The way of a day as a map without tiles: the same for everybody who goes from door to door. */
import { draw } from "../scripts/map.js";
import { element, say } from "./words.js";

const SHELL = document.querySelector("[data-field]").dataset;

// `stops` have `number`, `place` (longitude, latitude; none where it is unknown), `text`, `tone` and `url`.
const placed = (stops) => stops.filter((one) => one.place);

export function wayPart(stops) {
  if (!placed(stops).length || !window.L) return null;
  const canvas = element("div", { class: "y-map-canvas field-map", role: "region", "aria-label": say("map"), "data-zoom-in": SHELL.zoomIn, "data-zoom-out": SHELL.zoomOut, "data-north": SHELL.north });
  return element("figure", { class: "y-map" }, element("figcaption", {}, `${say("map")}${say("colon")}${say("map_help")}`), canvas);
}

// Drawn once it stands in the page, for a map must know its size.
export function drawWay(page, stops, ground) {
  const canvas = page.querySelector(".field-map");
  if (!canvas) return;
  const points = placed(stops).map(({ number, place, text, tone, url }) => ({ latitude: place[1], longitude: place[0], label: `${number}`, text, tone, url }));
  draw(canvas, { points, way: points.map((one) => [one.latitude, one.longitude]), ground: ground ?? [] });
}
