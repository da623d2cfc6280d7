/* Menus, error summaries, leaving a form with unsaved answers, and no double sending. */
const menu = document.querySelector("[data-menu-button]");
if (menu) {
  const folds = document.getElementById(menu.getAttribute("aria-controls"));
  folds.dataset.folded = "true";
  menu.addEventListener("click", () => {
    const open = menu.getAttribute("aria-expanded") !== "true";
    menu.setAttribute("aria-expanded", String(open));
    folds.dataset.folded = String(!open);
  });
}

document.querySelector("[data-error-summary]")?.focus();

let unsaved = false;
for (const form of document.querySelectorAll("form[data-guard]")) {
  form.addEventListener("input", () => { unsaved = true; });
  form.addEventListener("submit", () => { unsaved = false; });
}
addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

// Long enough for a slow answer, short enough after a file that was only downloaded.
const RESEND_AFTER_MS = 8000;

for (const form of document.querySelectorAll("form[method='post']:not([hx-post])")) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, RESEND_AFTER_MS);
  });
}
// A page restored by the back button must be usable again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());

// Whoever works with a phone that keeps something logs out of that too; what is not yet sent waits for the next log-in.
for (const form of document.querySelectorAll("form[data-forget]:not([data-field-leave] form)")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { forgetSent } = await import("../field/store.js");
    for (const user of form.dataset.forget.split(" ")) await forgetSent(user).catch(() => {});
    form.submit();
  });
}
