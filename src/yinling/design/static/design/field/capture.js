/* What the phone takes in: a code by its camera, a place, a picture made small, a signature. */
const PLACE_MS_MAX = 8000;
const PLACE_AGE_MS_MAX = 30000;
const SCAN_EVERY_MS = 250;
const SIDE_MAX = 1280;
const BASE64_MAX = 1_200_000;

export const canScan = () => "BarcodeDetector" in window && Boolean(navigator.mediaDevices?.getUserMedia);

// Degrees and metres; empty where the phone will not tell.
export function place() {
  return new Promise((done) => {
    if (!navigator.geolocation) return done({});
    const options = { enableHighAccuracy: true, timeout: PLACE_MS_MAX, maximumAge: PLACE_AGE_MS_MAX };
    setTimeout(() => done({}), PLACE_MS_MAX + 500);
    return navigator.geolocation.getCurrentPosition(
      ({ coords }) => done({ longitude: coords.longitude, latitude: coords.latitude, accuracy: coords.accuracy }), () => done({}), options);
  });
}

// Looks through the camera until it reads a code or `signal` says stop. Throws where the camera is refused.
export async function scan(video, signal) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  video.srcObject = stream;
  try {
    await video.play();
    while (!signal.aborted) {
      const [found] = await detector.detect(video).catch(() => []);
      if (found) return found.rawValue;
      await new Promise((done) => setTimeout(done, SCAN_EVERY_MS));
    }
    return "";
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}

export async function codeIn(picture) {
  if (!("BarcodeDetector" in window)) return "";
  const image = await createImageBitmap(picture);
  const [found] = await new BarcodeDetector({ formats: ["qr_code"] }).detect(image).catch(() => []);
  return found?.rawValue ?? "";
}

// Drawn anew: smaller, and without what the camera wrote into the file (place, time, make).
export async function small(picture) {
  const image = await createImageBitmap(picture, { imageOrientation: "from-image" });
  for (const [share, quality] of [[1, 0.72], [0.75, 0.6], [0.5, 0.5]]) {
    const scale = Math.min(1, SIDE_MAX / Math.max(image.width, image.height)) * share;
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(image.width * scale));
    canvas.height = Math.max(1, Math.round(image.height * scale));
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const found = base64(canvas, quality);
    if (found.length <= BASE64_MAX) return found;
  }
  throw new RangeError("picture");
}

const base64 = (canvas, quality) => canvas.toDataURL("image/jpeg", quality).split(",")[1];

// A white sheet on which a finger writes.
export function sheet(canvas) {
  const brush = canvas.getContext("2d");
  let isEmpty = true;
  const wipe = () => {
    isEmpty = true;
    brush.fillStyle = "#fff";
    brush.fillRect(0, 0, canvas.width, canvas.height);
  };
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
  };
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    brush.beginPath();
    brush.moveTo(...at(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    Object.assign(brush, { lineWidth: 4, lineCap: "round", lineJoin: "round", strokeStyle: "#10201f" });
    brush.lineTo(...at(event));
    brush.stroke();
    isEmpty = false;
  });
  wipe();
  return { wipe, isEmpty: () => isEmpty, picture: () => base64(canvas, 0.8) };
}
