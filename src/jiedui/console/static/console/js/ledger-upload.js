/* Evidence: files are dropped onto a box or chosen; a bar shows how much of them has been sent. */
"use strict";

const showHints = () => {
  document.querySelectorAll("[data-drop] .drop-hint").forEach((hint) => (hint.hidden = false));
  document.querySelectorAll("[data-drop]").forEach(listChosen);
};

const inBytes = (size) =>
  size < 1 << 20 ? `${Math.ceil(size / 1024)} KiB` : `${(size / (1 << 20)).toFixed(1)} MiB`;

/** Write the names of the chosen files under their box. */
function listChosen(box) {
  const list = box.querySelector("[data-chosen]");
  if (!list) return;
  const files = [...box.querySelector("input[type=file]").files];
  list.replaceChildren(
    ...files.map((file) => {
      const item = document.createElement("li");
      item.textContent = `${file.name} (${inBytes(file.size)})`;
      return item;
    })
  );
}

for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    const box = event.target.closest?.("[data-drop]");
    if (!box) return;
    event.preventDefault();
    box.classList.add("is-over");
  });
}

document.addEventListener("dragleave", (event) => {
  const box = event.target.closest?.("[data-drop]");
  if (box && !box.contains(event.relatedTarget)) box.classList.remove("is-over");
});

document.addEventListener("drop", (event) => {
  const box = event.target.closest?.("[data-drop]");
  if (!box) return;
  event.preventDefault();
  box.classList.remove("is-over");
  const input = box.querySelector("input[type=file]");
  const all = new DataTransfer();
  const dropped = [...event.dataTransfer.files];
  // A box for one file takes the last that was dropped, not one more beside what is in it.
  (input.multiple ? [...input.files, ...dropped] : dropped.slice(-1)).forEach((file) => all.items.add(file));
  input.files = all.files;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("change", (event) => {
  const box = event.target.matches("input[type=file]") && event.target.closest("[data-drop]");
  if (box) listChosen(box);
});

const hasFiles = (form) => [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);

document.addEventListener("htmx:xhr:progress", (event) => {
  const form = event.target.closest?.("form");
  const bar = form?.querySelector(".upload-progress");
  if (!bar || !hasFiles(form) || !event.detail.lengthComputable) return;
  bar.hidden = false;
  bar.value = (event.detail.loaded / event.detail.total) * 100;
});

document.addEventListener("htmx:afterRequest", (event) => {
  const bar = !event.detail.successful && event.target.querySelector?.(".upload-progress");
  if (bar) bar.hidden = true; // nothing is on its way any more
});

document.addEventListener("DOMContentLoaded", showHints);
document.addEventListener("htmx:afterSettle", showHints);
