/* Small helpers of the frame. Every page can be read without them. */
"use strict";

/** Close open menus except the one given. */
function closeMenus(except) {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
}

document.addEventListener("click", (event) => {
  closeMenus(event.target.closest("details.menu"));
  if (event.target.closest("[data-print]")) window.print();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

/* <select data-autosubmit>, <input data-autosubmit>: the form is sent on a change; its button serves without script. */
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-autosubmit]")) event.target.form.requestSubmit();
});

/* <form data-confirm="Really?"> asks once. <form data-guard> warns when left with unsaved changes. */
let unsaved = false;
document.addEventListener("input", (event) => {
  if (event.target.closest("form[data-guard]")) unsaved = true;
});
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm || event.target.dataset.confirm;
  if (question && !window.confirm(question)) {
    event.preventDefault();
    return;
  }
  if (event.target.matches("[data-guard]")) unsaved = false;
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-cancel]")) unsaved = false;
});
window.addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});

document.addEventListener("DOMContentLoaded", () => document.querySelector("[data-focus]")?.focus());

/* On a phone places and tabs stand in one line that is pushed aside: what is open stands in the middle of it. */
document.addEventListener("DOMContentLoaded", () => {
  for (const line of document.querySelectorAll(".side, .tabs ul")) {
    const here = line.querySelector("[aria-current]")?.getBoundingClientRect();
    if (here) line.scrollLeft += here.left - line.getBoundingClientRect().left - (line.clientWidth - here.width) / 2;
  }
});

/* What is folded away on the screen is printed (but for the figures of charts), and folded again afterwards. */
let unfolded = [];
window.addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("main details:not([open], .table-behind)")];
  unfolded.forEach((details) => (details.open = true));
});
window.addEventListener("afterprint", () => unfolded.forEach((details) => (details.open = false)));

/* <button data-copy="#id" data-copied="Copied"> copies what stands in another element, in full. */
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.querySelector(button.dataset.copy);
  const text = source.dataset.full || source.textContent; // what is shown may be cut short
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = button.dataset.copied;
  } catch {
    source.textContent = text; // no clipboard: show it whole, to be marked by hand
    button.textContent = before;
  }
});
