/* Tables of class "sortable": a click on a column's head sorts each group of rows by it, a second click the other way.
   Without script the rows stand in the order of the page. */
"use strict";

const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

/** What a cell is sorted by: the exact figure (on the figure's title), else its words. Empty cells go last. */
function sortKey(cell) {
  const figure = cell.querySelector(".fig");
  const text = (figure?.title || cell.textContent).trim();
  const number = parseFloat(text.replaceAll(",", "").replace("\u2212", "-"));
  if (text === "—" || text === "") return { empty: true };
  return cell.classList.contains("num") && !Number.isNaN(number) ? { number } : { text };
}

/** Order two keys; a number stands before words. */
function compare(a, b) {
  if (a.number !== undefined && b.number !== undefined) return a.number - b.number;
  return collator.compare(a.text ?? "", b.text ?? "");
}

function sortBy(table, column, descending) {
  const sign = descending ? -1 : 1;
  [...table.tBodies].forEach((body) => {
    const rows = [...body.rows].filter((row) => !row.classList.contains("group"));
    const keyed = rows.map((row) => ({ row, key: sortKey(row.cells[column]) }));
    keyed.sort((a, b) => (a.key.empty || b.key.empty ? !!a.key.empty - !!b.key.empty : sign * compare(a.key, b.key)));
    keyed.forEach(({ row }) => body.append(row));
  });
}

/** Put a button into each head of a table. */
function makeSortable(table) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const first = head.classList.contains("num") ? "descending" : "ascending";
      const other = first === "ascending" ? "descending" : "ascending";
      const now = head.getAttribute("aria-sort") === first ? other : first;
      heads.forEach((each) => each.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", now);
      sortBy(table, column, now === "descending");
    });
  });
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("table.sortable").forEach(makeSortable));
