/* A grid to type or paste many entries into. The form sends one text, a row on each line and a tab between cells;
   without script that text is typed into its box directly. */
"use strict";

const SPARE = 5;
const grid = () => document.querySelector("#paste-grid");
const lines = () => [...grid().tBodies[0].rows];
const cells = (row) => [...row.querySelectorAll("input")];
const empty = (row) => cells(row).every((cell) => !cell.value.trim());
const most = () => Number(grid().dataset.most);

/** Cells of what a spreadsheet puts on the clipboard: tabs between them, quotes around what has line breaks. */
function parse(text) {
  const table = [[""]];
  let quoted = false;
  const plain = text.replace(/\r\n?/g, "\n");
  for (let at = 0; at < plain.length; at += 1) {
    const sign = plain[at];
    const row = table[table.length - 1];
    if (quoted) {
      if (sign !== '"') row[row.length - 1] += sign;
      else if (plain[at + 1] === '"') row[row.length - 1] += plain[(at += 1)];
      else quoted = false;
    } else if (sign === '"' && row[row.length - 1] === "") quoted = true;
    else if (sign === "\t") row.push("");
    else if (sign === "\n") table.push([""]);
    else row[row.length - 1] += sign;
  }
  if (table.length > 1 && table[table.length - 1].join("") === "") table.pop();
  return table;
}

/** One cell as a spreadsheet writes it. */
const written = (value) => (/[\t\n"]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

function number() {
  lines().forEach((row, index) => {
    row.cells[0].textContent = index + 1;
    cells(row).forEach((cell) => cell.setAttribute("aria-label", `${cell.dataset.label} ${index + 1}`));
  });
}

function extend(count) {
  const body = grid().tBodies[0];
  while (lines().length < Math.min(count, most())) body.append(document.querySelector("#paste-row").content.cloneNode(true));
  number();
}

/** What was said of a cell no longer holds once it is changed. */
function clear(cell) {
  cell.classList.remove("is-invalid");
  cell.removeAttribute("aria-describedby");
  cell.removeAttribute("aria-invalid");
  cell.closest("td").querySelector(".field-error")?.remove();
}

/** Put a block of cells in, from the given cell to the right and downward; rows that do not fit are told about. */
function put(block, cell) {
  const row = lines().indexOf(cell.closest("tr"));
  const column = cells(cell.closest("tr")).indexOf(cell);
  extend(row + block.length + SPARE);
  block.forEach((values, down) => {
    const target = lines()[row + down];
    values.forEach((value, right) => {
      const box = target && cells(target)[column + right];
      if (!box) return;
      box.value = value.replaceAll("\n", " ").trim();
      clear(box);
    });
  });
  const left = row + block.length - most();
  const note = document.querySelector("#paste-note");
  note.textContent = left > 0 ? note.dataset.over.replace("{0}", left) : note.dataset.put.replace("{0}", Math.min(block.length, most() - row));
}

function go(cell, down, right) {
  const row = lines().indexOf(cell.closest("tr")) + down;
  const column = cells(cell.closest("tr")).indexOf(cell) + right;
  if (row >= lines().length) extend(row + SPARE);
  const target = lines()[row] && cells(lines()[row])[column];
  target?.focus();
  target?.select();
}

const HEADS = () => [...grid().tHead.querySelectorAll("[data-head]")].map((head) => head.dataset.head);

/** The whole grid as one text under its heads; empty rows keep their place, so that row numbers stay true. */
function gather() {
  const rows = lines();
  while (rows.length && empty(rows[rows.length - 1])) rows.pop();
  const table = [HEADS(), ...rows.map((row) => cells(row).map((cell) => cell.value))];
  return table.map((row) => row.map(written).join("\t")).join("\n");
}

document.addEventListener("paste", (event) => {
  const cell = event.target.closest?.("#paste-grid input");
  const text = cell && event.clipboardData.getData("text/plain");
  if (!text || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
  event.preventDefault();
  put(parse(text), cell);
  changed = true;
});

document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.("#paste-grid input");
  if (!cell || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const edge = (at) => cell.selectionStart === cell.selectionEnd ? cell.selectionStart === at : cell.selectionEnd - cell.selectionStart === cell.value.length;
  if (event.key === "Enter") go(cell, event.shiftKey ? -1 : 1, 0);
  else if (event.key === "ArrowDown" && !cell.getAttribute("list")) go(cell, 1, 0);
  else if (event.key === "ArrowUp" && !cell.getAttribute("list")) go(cell, -1, 0);
  else if (event.key === "ArrowLeft" && edge(0)) go(cell, 0, -1);
  else if (event.key === "ArrowRight" && edge(cell.value.length)) go(cell, 0, 1);
  else return;
  event.preventDefault();
});

let changed = false;
document.addEventListener("input", (event) => {
  if (!event.target.matches("#paste-grid input")) return;
  changed = true;
  clear(event.target);
});

document.addEventListener("submit", (event) => {
  if (event.target.id !== "paste-form") return;
  document.querySelector("#id_rows").value = gather();
  changed = false;
});

window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});

document.addEventListener("DOMContentLoaded", () => {
  document.querySelector("#paste-text").hidden = true;
  document.querySelector("#paste-sheet").hidden = false;
  number();
  (grid().querySelector(".is-invalid") || document.querySelector("[data-focus]") || grid().querySelector("input")).focus();
});
