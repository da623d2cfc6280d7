/* Warns before the session ends; 继续 asks the server for more time; at the end it leaves the page. */
const dialog = document.querySelector("[data-idle]");
const left = dialog.querySelector("[data-idle-left]");
const idleSeconds = Number(dialog.dataset.idleSeconds);
const warningSeconds = Math.min(Number(dialog.dataset.warningSeconds) || 120, idleSeconds / 2);
let endsAt = Date.now() + idleSeconds * 1000;

function tick() {
  const seconds = Math.max(0, Math.round((endsAt - Date.now()) / 1000));
  if (seconds === 0) return location.assign(dialog.dataset.endedUrl || "/");
  if (seconds <= warningSeconds && !dialog.open) dialog.showModal();
  left.textContent = String(seconds);
  return setTimeout(tick, 1000);
}

async function stay() {
  const answer = await fetch(dialog.dataset.pingUrl, { method: "HEAD", redirect: "manual" });
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
    location.assign(dialog.dataset.endedUrl || "/");
    return;
  }
  endsAt = Date.now() + idleSeconds * 1000;
  dialog.close();
}

dialog.querySelector("[data-idle-continue]").addEventListener("click", stay);
dialog.addEventListener("cancel", (event) => { event.preventDefault(); stay(); });
document.body.addEventListener("htmx:afterRequest", () => { endsAt = Date.now() + idleSeconds * 1000; });
tick();
