/* An entry's page by keyboard: the letter on an act opens it, u goes back to the list; and the hash is copied. */
"use strict";

const typing = (element) => element.matches("input, select, textarea, [contenteditable]");

/** Open an act's panel and set the focus on the first thing to do in it; or follow a link. */
function go(target) {
  if (target.matches("a")) {
    target.click();
    return;
  }
  document.querySelectorAll("details.act[open]").forEach((act) => (act.open = act === target));
  target.open = true;
  target.querySelector("textarea, input:not([type=hidden]), button")?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const target = event.key === "u" ? document.querySelector("[data-back]") : document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  go(target);
});

document.addEventListener("toggle", (event) => {
  if (!event.target.matches?.("details.act[open]")) return;
  document.querySelectorAll("details.act[open]").forEach((act) => {
    if (act !== event.target) act.open = false;
  });
}, true);
