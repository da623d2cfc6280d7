/* Folds that a wide screen has room for stand open there; each stays as somebody left it when its part of the page comes anew. */
const isWide = matchMedia("(min-width: 62rem)").matches;
const left = new Map(); // by id: whether it stood open
const folds = () => [...document.querySelectorAll("details[data-fold]")];
let closed = []; // while the page is put on paper

function settle() {
  for (const fold of folds()) fold.open = left.get(fold.id) ?? (fold.open || isWide || fold.matches(":target"));
}
settle();
document.addEventListener("toggle", ({ target }) => { if (target.matches("details[data-fold]")) left.set(target.id, target.open); }, true);
document.body.addEventListener("htmx:afterSwap", settle);
addEventListener("beforeprint", () => { closed = folds().filter((fold) => !fold.open); for (const fold of closed) fold.open = true; });
addEventListener("afterprint", () => { for (const fold of closed) fold.open = false; });
