/* The list by keyboard: j and k go through the rows, Enter opens, / goes to the search. */
"use strict";

const typing = (element) => element.matches("input, select, textarea, [contenteditable]");
const rows = () => [...document.querySelectorAll(".ledger-table [data-row]")];

/** Set the focus on the row `step` after the one that has it. */
function move(step) {
  const all = rows();
  const at = all.indexOf(document.activeElement);
  const next = all[Math.max(0, Math.min(all.length - 1, at + step))];
  next?.focus();
  next?.closest("tr").scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "/") document.querySelector("#filter-q")?.focus();
  else return;
  event.preventDefault();
});

/* On a phone the filters fold away until they are wanted. */
document.addEventListener("DOMContentLoaded", () => {
  const fold = document.querySelector("#filter-fold:not([data-active])");
  if (fold && window.matchMedia("(max-width: 639px)").matches) fold.open = false;
});
