/* Asks `data-poll-url` how far a job is: {value, maximum, label?, count?, done?, url?}. Stops when done. */
const PAUSE_MS = 1500;
const PAUSE_AFTER_FAULT_MS = 6000;

async function poll(block) {
  let pause = PAUSE_MS;
  try {
    const answer = await fetch(block.dataset.pollUrl, { headers: { Accept: "application/json" } });
    const state = await answer.json();
    show(block, state);
    if (state.done) {
      if (state.url) location.assign(state.url);
      return;
    }
  } catch {
    pause = PAUSE_AFTER_FAULT_MS;
  }
  setTimeout(() => poll(block), pause);
}

function show(block, state) {
  const bar = block.querySelector("progress");
  bar.max = state.maximum || 1;
  bar.value = state.value;
  block.querySelector("[data-progress-count]").textContent = state.count ?? `${state.value.toLocaleString()} / ${state.maximum.toLocaleString()}`;
  if (state.label) block.querySelector("[data-progress-label]").textContent = state.label;
  announce(block, state);
}

// Screen readers hear every tenth part, not every tick.
function announce(block, state) {
  const tenth = Math.floor((10 * state.value) / (state.maximum || 1));
  if (block.dataset.announced === String(tenth)) return;
  block.dataset.announced = String(tenth);
  block.querySelector("[data-progress-status]").textContent = `${state.label ?? ""} ${tenth * 10}%`;
}

for (const block of document.querySelectorAll("[data-poll-url]")) poll(block);
