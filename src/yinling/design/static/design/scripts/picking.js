/* Rows that are ticked: how many, and all of the page at once. Without script each is ticked by itself. */
for (const form of document.querySelectorAll("[data-picking]")) {
  const boxes = [...form.querySelectorAll(".pick input")];
  const all = form.querySelector("[data-pick-all]"), told = form.querySelector("[data-picked]");
  const tell = () => {
    const count = boxes.filter((one) => one.checked).length;
    told.textContent = count ? told.dataset.words.replace("{count}", count) : "";
  };
  all.hidden = false;
  all.addEventListener("click", () => {
    const isOn = boxes.some((one) => !one.checked);
    for (const one of boxes) one.checked = isOn;
    tell();
  });
  form.addEventListener("change", tell);
  tell();
}
