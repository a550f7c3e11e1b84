/* The entry form: receivers of the chosen giver first, keys that save and submit, the first mistake in focus,
   and one question before unsaved work is left. */
"use strict";

/** Put the receivers paired with the chosen giver on top; the choice made is kept. */
function suggestReceivers() {
  const giver = document.querySelector("#id_giver");
  const receiver = document.querySelector("#id_receiver");
  if (!giver || !receiver?.dataset.pairs) return;
  const paired = new Set((JSON.parse(receiver.dataset.pairs)[giver.value] || []).map(String));
  const chosen = receiver.value;
  const options = [...receiver.options].filter((option) => option.value);
  const empty = [...receiver.options].find((option) => !option.value);
  const group = (label, members) => {
    const made = document.createElement("optgroup");
    made.label = label;
    made.append(...members);
    return made;
  };
  const first = options.filter((option) => paired.has(option.value));
  const rest = options.filter((option) => !paired.has(option.value));
  const groups = first.length ? [group(receiver.dataset.paired, first), group(receiver.dataset.others, rest)] : rest;
  receiver.replaceChildren(...(empty ? [empty] : []), ...groups);
  receiver.value = chosen;
}

/** Show the hints whose field holds what they speak of; without script all of them can be read. */
function sayHints() {
  document.querySelectorAll("[data-hint-for]").forEach((hint) => {
    const value = (document.getElementById(hint.dataset.hintFor)?.value || "").normalize("NFKC").trim();
    const words = (text) => text.split(" ").filter(Boolean);
    const same = (word) => word === value || Number(word) === Number(value);
    const { when, unless } = hint.dataset;
    hint.hidden = !value || (when ? !words(when).some(same) : words(unless).some(same));
  });
}
document.addEventListener("input", (event) => {
  if (event.target.closest("#entry-form")) sayHints();
});
document.addEventListener("htmx:afterSettle", sayHints);
document.addEventListener("DOMContentLoaded", sayHints);

/* What was typed since the last time it was kept; files are only kept by saving. */
let typed = 0;
let kept = 0;
const filesChosen = () =>
  [...document.querySelectorAll("#entry-form input[type=file]")].some((input) => input.files.length);

document.addEventListener("input", (event) => {
  if (event.target.closest("#entry-form")) typed += 1;
});
document.addEventListener("change", (event) => {
  if (event.target.id === "id_giver") suggestReceivers();
});
document.addEventListener("htmx:beforeRequest", (event) => {
  event.detail.elt.dataset.typed = typed;
  if (event.detail.elt.id === "entry-form") kept = typed;
});
document.addEventListener("htmx:afterRequest", (event) => {
  const { elt, successful } = event.detail;
  if (elt.id === "autosave" && successful) kept = Number(elt.dataset.typed);
  if (elt.id === "entry-form" && !successful) kept = -1;
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "entry-form-area") return;
  (document.querySelector("#entry-form-area .is-invalid") || document.querySelector("#entry-form-area [data-focus]"))?.focus();
});
document.addEventListener("submit", (event) => {
  if (event.target.id === "entry-form") kept = typed;
});

/* Ctrl+Enter submits, Ctrl+S saves, wherever in the form one types. */
document.addEventListener("keydown", (event) => {
  const then = (event.ctrlKey || event.metaKey) && !event.altKey && { Enter: "submit", s: "save", S: "save" }[event.key];
  const button = then && document.querySelector(`#entry-form .form-actions [value=${then}]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

let leaving = false;
document.addEventListener("htmx:beforeOnLoad", (event) => {
  leaving = Boolean(event.detail.xhr.getResponseHeader("HX-Redirect"));
});
window.addEventListener("beforeunload", (event) => {
  const unsaved = typed !== kept || (filesChosen() && kept !== typed);
  if (!leaving && typed > 0 && unsaved) event.preventDefault();
});
