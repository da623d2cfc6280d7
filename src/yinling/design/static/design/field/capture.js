/* What the phone takes in: a code by its camera, a place, a picture made small, a signature. */
const PLACE_MS_MAX = 8000;
const PLACE_AGE_MS_MAX = 30000;
const SCAN_EVERY_MS = 250;
const SIDE_MAX = 1280;
const BASE64_MAX = 1_200_000;

const SCAN_MS_MAX = 60_000; // a camera left on empties the battery
const SIDES_READ = [640, 1280]; // of a picture: small first, for that is quick
const { decoder } = document.querySelector("[data-field]").dataset;

export const canScan = () => Boolean(navigator.mediaDevices?.getUserMedia);

// The phone's own reader where it has one (many have none, Apple's never), else ours, fetched at the first need.
let reader = null;
export const hasOwnReader = async () => "BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats().catch(() => [])).includes("qr_code");

function loaded(address) {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    Object.assign(script, { src: address, onload: done, onerror: failed });
    document.head.append(script);
  });
}

async function madeReader() {
  if (await hasOwnReader()) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (image) => (await detector.detect(image).catch(() => []))[0]?.rawValue ?? "";
  }
  await loaded(decoder);
  return (image, side = SIDES_READ[0]) => {
    const { context, width, height } = drawn(image, side);
    return jsQR(context.getImageData(0, 0, width, height).data, width, height, { inversionAttempts: "dontInvert" })?.data ?? "";
  };
}

async function readerFor() {
  reader ??= madeReader();
  try {
    return await reader;
  } catch (fault) {
    reader = null; // asked again when there is network
    throw fault;
  }
}

function drawn(image, side, share = 1) {
  const [wide, high] = [image.videoWidth || image.width, image.videoHeight || image.height];
  const scale = Math.min(1, side / Math.max(wide, high)) * share;
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(wide * scale));
  canvas.height = Math.max(1, Math.round(high * scale));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return { canvas, context, width: canvas.width, height: canvas.height };
}

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

// Looks through the camera until it reads a code, `signal` says stop, or a minute is over; then the answer is empty.
// Throws where the camera is refused or nothing can read.
export async function scan(video, signal) {
  const read = await readerFor();
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const until = Date.now() + SCAN_MS_MAX;
  video.srcObject = stream;
  try {
    await video.play();
    while (!signal.aborted && !document.hidden && Date.now() < until) {
      const found = await read(video);
      if (found) return found;
      await new Promise((done) => setTimeout(done, SCAN_EVERY_MS));
    }
    return "";
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}

// What a picture's code says; empty where none can be read.
export async function codeIn(picture) {
  const read = await readerFor().catch(() => () => "");
  const image = await createImageBitmap(picture);
  let found = "";
  for (const side of SIDES_READ) found ||= await read(image, side);
  image.close();
  return found;
}

// Drawn anew: smaller, and without what the camera wrote into the file (place, time, make).
export async function small(picture) {
  const image = await createImageBitmap(picture, { imageOrientation: "from-image" });
  try {
    for (const [share, quality] of [[1, 0.72], [0.75, 0.6], [0.5, 0.5]]) {
      const found = base64(drawn(image, SIDE_MAX, share).canvas, quality);
      if (found.length <= BASE64_MAX) return found;
    }
  } finally {
    image.close(); // 12 million dots are 48 MB until then
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
