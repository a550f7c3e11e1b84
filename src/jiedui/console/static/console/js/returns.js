/* The page of a return: keys step through the figures, take or tick one, remark on one. The page works without. */
"use strict";

const keyed = document.querySelector("[data-keys]");
const rows = () => [...document.querySelectorAll("[data-line]")];
let at = null;

/** The part of a line's row that holds what can be done to it. */
const more = (row) => (row?.nextElementSibling?.matches(".line-more") ? row.nextElementSibling : null);

/** Make a line the one the keys speak to. */
function choose(row) {
  if (!row) return;
  at?.classList.remove("is-current");
  at = row;
  row.classList.add("is-current");
  row.scrollIntoView({ block: "nearest" });
  row.focus({ preventScroll: true });
}

function step(by) {
  const all = rows();
  const here = all.indexOf(at);
  choose(all[Math.min(all.length - 1, Math.max(0, here + by))]);
}

/** Take the unit's own figure where there is one; else tick the line as looked at, for the reader alone. */
function take() {
  if (!at) return step(1);
  const button = more(at)?.querySelector('button[data-key="a"]');
  if (button) return button.click();
  at.classList.toggle("is-ticked");
  step(1);
}

function remark() {
  if (!at) step(1);
  const panel = more(at)?.querySelector('details[data-key="r"]');
  if (!panel) return;
  panel.open = true;
  panel.querySelector("textarea").focus();
}

const KEYS = { j: () => step(1), k: () => step(-1), a: take, r: remark };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const link = event.key === "s" && document.querySelector('a[data-key="s"]');
  const act = link ? () => link.click() : keyed && KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("click", (event) => {
  const row = keyed && event.target.closest("[data-line]");
  if (row && !event.target.closest("a, button")) choose(row);
});

/* Coming back from an act: the line it was about is the one at hand. */
if (keyed && /^#line\d+$/.test(location.hash)) choose(document.querySelector(location.hash));

/* What is typed and not kept yet is warned of; keeping it takes a second. */
const unkept = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-keep]");
  if (form) unkept.add(form);
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) unkept.delete(event.detail.elt);
});
window.addEventListener("beforeunload", (event) => {
  if (unkept.size) event.preventDefault();
});
