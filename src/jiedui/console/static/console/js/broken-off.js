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
  if (event.key !== "Escape" || !region()?.matches(".is-afloat")) return;
  event.stopImmediatePropagation(); // it is the message that goes, not the edit below it
  land();
});

/* A whole form that somebody typed into is only sent off once it is known that it will arrive: the page goes with it. */
const PATIENCE = 20000; // milliseconds
const typedInto = new WeakSet();
document.addEventListener("input", (event) => event.target.form && typedInto.add(event.target.form));

/** Whether a form may go: the line stands, and the session lasts if there was one. If not, it is said. */
async function mayGo() {
  try {
    const asked = { headers: { "HX-Request": "true" }, redirect: "manual", cache: "no-store" };
    const answer = await fetch(document.body.dataset.reach, { ...asked, signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status >= 500) {
      say("said-broke");
      return false;
    }
    if (answer.status !== 401) return true;
    region().innerHTML = await answer.text();
    float();
  } catch {
    say("said-unreachable");
  }
  return false;
}

document.addEventListener(
  "submit",
  async (event) => {
    const { target: form, submitter } = event;
    const whole = form.getAttribute("method") === "post" && !form.closest("[hx-post], [hx-boost]");
    if (!whole || !typedInto.has(form) || form.querySelector("[type=password]")) return; // those are short
    event.preventDefault();
    event.stopImmediatePropagation();
    typedInto.delete(form); // meanwhile a second press does nothing, and the next event is the form's own
    const here = document.activeElement;
    form.inert = true;
    const go = await mayGo();
    form.inert = false;
    here?.focus({ preventScroll: true });
    if (go) form.requestSubmit(submitter);
    else typedInto.add(form);
  },
  true,
);
