/* Folds that a wide screen has room for stand open there; each stays as somebody left it when its part of the page comes anew. */
const isWide = matchMedia("(min-width: 62rem)").matches;
const left = new Map(); // by id: whether it stood open

function settle() {
  for (const fold of document.querySelectorAll("details[data-fold]")) fold.open = left.get(fold.id) ?? (fold.open || isWide || fold.matches(":target"));
}
settle();
document.addEventListener("toggle", ({ target }) => { if (target.matches("details[data-fold]")) left.set(target.id, target.open); }, true);
document.body.addEventListener("htmx:afterSwap", settle);
