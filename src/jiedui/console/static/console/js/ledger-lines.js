/* A voucher's lines: added, taken away and walked through by keyboard; their sum beside the voucher's total. */
"use strict";

const START = 3;
const FACTORS = { 千: 1e3, 万: 1e4, 百万: 1e6, 千万: 1e7, 亿: 1e8, 万亿: 1e12 };

const rows = () => [...document.querySelectorAll("#lines tbody tr")];
const fields = (row) => [...row.querySelectorAll("input:not([type=hidden]), select, textarea")];
const blank = (row) => fields(row).every((field) => !field.value.trim() || field.matches("select"));

/** An amount as people type it; null for nothing, NaN for what cannot be read. The server has the last word. */
function amountOf(text) {
  const plain = text.normalize("NFKC").replace(/^(?:¥|RMB|CNY|人民币)\s*/i, "").replace(/\s*(?:元|圆|块|yuan)$/i, "").replace(/[,\s'_]/g, "");
  if (!plain) return null;
  if (!/^(?:\d*\.?\d+(?:万亿|百万|千万|[千万亿])?)+$/.test(plain)) return NaN;
  return [...plain.matchAll(/(\d*\.?\d+)(万亿|百万|千万|[千万亿])?/g)].reduce((sum, [, number, unit]) => sum + Number(number) * (FACTORS[unit] || 1), 0);
}

const money = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** Write the sum of the lines, and how it compares with what the voucher says. */
function addUp() {
  const box = document.querySelector("#lines-total");
  if (!box) return;
  const amounts = rows().map((row) => amountOf(row.querySelector("[data-column=amount]").value));
  const sum = Math.round(amounts.filter((amount) => amount).reduce((total, amount) => total + amount, 0) * 100) / 100;
  const printed = amountOf(document.querySelector("#id_voucher_total").value);
  const fit = document.querySelector("#lines-fit");
  document.querySelector("#lines-sum").value = money.format(sum);
  const gap = Math.round((sum - (printed ?? sum)) * 100) / 100;
  const unread = amounts.some(Number.isNaN) || Number.isNaN(printed);
  fit.className = unread || gap ? "is-off" : "is-even";
  if (unread) fit.textContent = box.dataset.unread;
  else if (printed === null) fit.textContent = "";
  else if (gap) fit.textContent = `${gap > 0 ? box.dataset.over : box.dataset.under} ${money.format(Math.abs(gap))}`;
  else fit.textContent = `✓ ${box.dataset.fits}`;
}

/** Number the rows and the names of their fields anew: the server counts from 0 without gaps. */
function renumber() {
  rows().forEach((row, index) => {
    row.querySelector(".line-number").textContent = index + 1;
    row.querySelectorAll("[name], [id], [aria-describedby]").forEach((element) => {
      for (const name of ["name", "id", "aria-describedby"]) {
        const value = element.getAttribute(name);
        if (value) element.setAttribute(name, value.replace(/line-(?:\d+|__prefix__)-/, `line-${index}-`));
      }
    });
  });
  document.querySelector("#id_line-TOTAL_FORMS").value = rows().length;
  document.querySelector("#add-line").disabled = rows().length >= Number(document.querySelector("#lines").dataset.most);
  addUp();
}

function add() {
  const body = document.querySelector("#lines tbody");
  if (rows().length >= Number(document.querySelector("#lines").dataset.most)) return null;
  body.append(document.querySelector("#blank-line").content.cloneNode(true));
  renumber();
  return body.lastElementChild;
}

function remove(row) {
  const near = row.nextElementSibling || row.previousElementSibling || add();
  row.remove();
  renumber();
  fields(near)[0].focus();
  near.dispatchEvent(new Event("input", { bubbles: true }));
}

/** The same column of another line; below the last one a new line begins. */
function move(field, step) {
  const row = field.closest("tr");
  const target = step > 0 ? row.nextElementSibling || add() : row.previousElementSibling;
  target?.querySelector(`[data-column="${field.dataset.column}"]`).focus();
}

function start() {
  if (!document.querySelector("#lines")) return;
  const spare = rows().reverse();
  while (rows().length > START && spare.length && blank(spare[0])) spare.shift().remove();
  renumber();
}

document.addEventListener("keydown", (event) => {
  const field = event.target.closest("#lines [data-column]");
  if (!field || event.isComposing) return;
  const bare = !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (event.key === "Enter" && bare && !event.altKey) move(field, 1);
  else if (bare && event.altKey && event.key === "ArrowDown" && field.closest("tr").nextElementSibling) move(field, 1);
  else if (bare && event.altKey && event.key === "ArrowUp") move(field, -1);
  else if (bare && event.altKey && (event.key === "Delete" || event.key === "Backspace")) remove(field.closest("tr"));
  else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-remove-line]");
  if (button) remove(button.closest("tr"));
  if (event.target.closest("#add-line")) {
    const made = add();
    if (made) fields(made)[0].focus();
  }
});

document.addEventListener("input", (event) => {
  if (event.target.matches("#lines [data-column=amount], #id_voucher_total")) addUp();
});

document.addEventListener("DOMContentLoaded", start);
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "entry-form-area") start();
});
