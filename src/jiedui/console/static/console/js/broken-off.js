/* Requests of parts of a page: whatever becomes of them is said, and nothing that was typed is lost. */
"use strict";

/* Who signs in anew in another tab has a new token; a page that was open before takes it over. */
const token = () => /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1];
document.addEventListener("htmx:configRequest", (event) => {
  const { headers, parameters } = event.detail;
  if (!token()) return;
  headers["X-CSRFToken"] = token();
  if (parameters.csrfmiddlewaretoken) parameters.csrfmiddlewaretoken = token();
});
document.addEventListener(
  "submit",
  (event) => {
    const field = event.target.elements.namedItem("csrfmiddlewaretoken");
    if (field && token()) field.value = token();
  },
  true,
);

const region = () => document.getElementById("messages");

/* A message that comes while one is further down the page floats above it until something succeeds, or Escape. */
const float = () => region()?.classList.add("is-afloat");
function land() {
  if (!region()?.matches(".is-afloat")) return;
  region().classList.remove("is-afloat");
  region().replaceChildren();
}

/** Say one of the two things that only the page itself can know. */
function say(what) {
  const said = document.getElementById(what)?.content.cloneNode(true);
  if (!said || !region()) return;
  region().replaceChildren(said);
  float();
}

/** Whether an answer is a page that lacks the part which was asked for. */
function lacks(xhr, elt) {
  const part = elt?.closest?.("[hx-select]")?.getAttribute("hx-select");
  if (!part || xhr.getResponseHeader("HX-Reselect")) return false;
  return !new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector(part);
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (xhr.status < 500 && !lacks(xhr, requestConfig.elt)) return;
  event.detail.shouldSwap = false;
  say("said-broke");
});
["htmx:sendError", "htmx:timeout"].forEach((name) => document.addEventListener(name, () => say("said-unreachable")));
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target === region() && event.detail.failed) float();
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) land();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") land();
});
