/* The list by keyboard: j and k go through the rows, Enter opens, x marks one, * all, / goes to the search. */
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

const marks = () => [...document.querySelectorAll("input[name=entry][form=many]")];

/** Say how many rows are marked. */
function count() {
  const said = document.querySelector("[data-many-count]");
  if (!said) return;
  const marked = marks().filter((box) => box.checked).length;
  said.textContent = marked ? `${marked} ${said.dataset.said}` : "";
  const all = document.querySelector("[data-many-all]");
  if (all) all.checked = marked > 0 && marked === marks().length;
}

function mark(row) {
  const box = row?.querySelector("input[name=entry]");
  if (box) box.checked = !box.checked;
  count();
}

function markAll(on) {
  marks().forEach((box) => (box.checked = on));
  count();
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-many-all]")) markAll(event.target.checked);
  else if (event.target.matches("input[name=entry]")) count();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "/") document.querySelector("#filter-q")?.focus();
  else if (event.key === "x") mark(document.activeElement.closest?.("tr"));
  else if (event.key === "*") markAll(!marks().every((box) => box.checked));
  else return;
  event.preventDefault();
});

/* On a phone the filters fold away until they are wanted. */
document.addEventListener("DOMContentLoaded", () => {
  const fold = document.querySelector("#filter-fold:not([data-active])");
  if (fold && window.matchMedia("(max-width: 639px)").matches) fold.open = false;
});
