/* The review of a document: text and proposals find each other; keys decide. The page works without this file. */
"use strict";

const review = document.querySelector("[data-review]");
const text = review?.querySelector(".review-text");
const cards = () => [...review.querySelectorAll(".card-p")];
let current = null;

/** Scroll so that the element is seen: inside its pane on a wide screen, with the page on a narrow one. */
function show(element, block = "center") {
  element?.scrollIntoView({ block, behavior: "instant" });
}

/** Scroll there from afar: what lies between gets its true height only as it comes into view. */
function settle(element, block = "center", frames = 12) {
  show(element, block);
  if (frames) requestAnimationFrame(() => settle(element, block, frames - 1));
}

/** Light up the words a fact was read from. */
function light(fact) {
  review.querySelectorAll(".is-lit").forEach((mark) => mark.classList.remove("is-lit"));
  const marks = [...text.querySelectorAll(`[data-facts~="${fact}"]`)];
  marks.forEach((mark) => mark.classList.add("is-lit"));
  return marks.find((mark) => mark.getClientRects().length); // of text and page only one is shown
}

/** Whether text and proposals stand side by side. */
const wide = () => getComputedStyle(text).position === "sticky";

/** Make a card the one the keys speak to. */
function choose(card, { scroll = true } = {}) {
  if (!card) return;
  card.closest(".proposals")?.classList.remove("is-folded");
  current?.classList.remove("is-current");
  current = card;
  card.classList.add("is-current");
  if (scroll) show(card, "nearest");
  card.focus({ preventScroll: true });
  const mark = light(card.dataset.fact);
  if (mark && wide()) show(mark);
}

/** The next or previous card, open ones or not, from the current one. */
function step(by) {
  const all = cards();
  const at = all.findIndex((card) => card.id === current?.id);
  choose(all[Math.min(all.length - 1, Math.max(0, at + by))]);
}

/** Press the button of the current card that a key stands for; with no card at hand, take the first one to hand. */
function press(key) {
  if (!current) {
    choose(review.querySelector(".card-p.is-pending"));
    return;
  }
  const button = current?.querySelector(`[data-key="${key}"]`);
  if (!button) return;
  busy = true;
  button.click();
}

/* Keys pressed while an answer is on its way wait for it: they are meant for the card that comes next. */
let busy = false;
const queue = [];
function proceed() {
  busy = false;
  while (!busy && queue.length) queue.shift()();
}
function giveUp() {
  busy = false;
  queue.length = 0;
}
["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach((name) => document.addEventListener(name, giveUp));

/* Undo speaks of the card at hand if it is decided, else of the one decided last. */
const decided = [];
function undo() {
  let card = current;
  while (card && !card.querySelector('[data-key="u"]')) card = document.getElementById(decided.pop());
  if (!card) return;
  choose(card, { scroll: false });
  press("u");
}

/** Leave a form as it was: the one the cursor is in, or that of the card at hand. */
function leave(within) {
  within?.querySelector("[data-cancel]")?.click();
}

const KEYS = { j: () => step(1), k: () => step(-1), a: () => press("a"), e: () => press("e"), r: () => press("r"), n: () => press("n"), u: undo };

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") leave(event.target.closest(".edit-form") || document.getElementById(current?.id));
  if (!review || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  if (busy) queue.push(act);
  else act();
});

/* Asked for in the address: #f12 is the sentence of a fact, #p12 its card. */
function arrive() {
  const [, side, number] = /^#([fp])(\d+)$/.exec(location.hash) || [];
  if (!number) return;
  const there = document.getElementById(`p${number}`);
  there?.closest("details")?.setAttribute("open", "");
  choose(there, { scroll: false });
  const mark = light(number);
  if (wide()) {
    settle(there, "nearest");
    settle(mark);
  } else {
    settle(side === "f" ? mark : there);
  }
}

/* On a narrow screen only one section lies open at first: five hundred proposals are a long way to scroll. */
if (review && !wide()) {
  review.dataset.folding = "";
  const asked = location.hash && document.querySelector(location.hash)?.closest(".proposals");
  const sections = [...review.querySelectorAll(".proposals")].filter((section) => section.querySelector(".cards"));
  sections.forEach((section) => section.classList.toggle("is-folded", section !== (asked || sections[0])));
  if (asked) show(document.querySelector(location.hash), "start");
}
if (review) {
  arrive();
  window.addEventListener("load", () => {
    arrive(); // the browser goes to its own idea of the place once all is loaded
    review.dataset.ready = ""; // from here on keys are heard
  });
}

review?.addEventListener("click", (event) => {
  const fold = event.target.closest("[data-fold]");
  if (fold) {
    fold.closest(".proposals").classList.toggle("is-folded");
    return;
  }
  const jump = event.target.closest(".section-nav a");
  if (jump) document.querySelector(jump.hash)?.classList.remove("is-folded");
  const mark = event.target.closest("[data-facts]");
  if (mark) {
    const facts = mark.dataset.facts.split(" ");
    const here = facts.map((fact) => document.getElementById(`p${fact}`)).filter(Boolean);
    const next = here[(here.findIndex((card) => card === current) + 1) % here.length];
    if (next) {
      event.preventDefault();
      next.closest("details")?.setAttribute("open", "");
      choose(next);
      show(next);
    }
    return;
  }
  const card = event.target.closest("[data-fact]");
  if (!card || event.target.closest(".edit-form, summary")) return;
  if (event.target.closest("button, a:not(.place)")) {
    if (card.matches(".card-p")) choose(card, { scroll: false });
    return;
  }
  event.preventDefault();
  choose(card, { scroll: false });
  if (event.target.closest(".place")) show(light(card.dataset.fact));
});

/* A decided card is replaced: keep the place, and go on to the next one. */
review?.addEventListener("htmx:load", (event) => {
  const fresh = event.detail.elt;
  if (!fresh.matches?.(".card-p") || fresh.id !== current?.id) return;
  if (fresh.matches(".is-editing")) {
    current = fresh;
    fresh.querySelector("input:not([type=hidden]), textarea")?.focus({ preventScroll: true });
    show(fresh, "nearest");
    giveUp(); // what is typed from here on belongs to the form
    return;
  }
  const done = !fresh.matches(".is-pending");
  current = fresh;
  if (done) decided.push(fresh.id);
  if (done && fresh.nextElementSibling) step(1);
  else choose(fresh, { scroll: false });
  proceed();
});

/* The document as its page or as its text; the place is kept. */
review?.querySelectorAll("[data-view-to]").forEach((link) =>
  link.addEventListener("click", (event) => {
    event.preventDefault();
    event.stopPropagation();
    text.dataset.view = link.dataset.viewTo;
    review.querySelectorAll("[data-view-to]").forEach((one) => one.toggleAttribute("aria-current", one === link));
    if (current) settle(light(current.dataset.fact));
  }),
);

/** Where a line stands in what is shown: on the picture of its page, or in the text. */
function placeOf(line) {
  const places = [document.getElementById(`l${line}`), ...text.querySelectorAll(`rect[data-line="${line}"]`)];
  return places.find((place) => place?.getClientRects().length);
}

/* A finding leads to the lines it speaks of (#l7) and to the proposals that were read there (#p12). */
document.addEventListener("click", (event) => {
  const link = event.target.closest(".findings a.place");
  const [, side, number] = /^#([lp])(\d+)$/.exec(link?.hash || "") || [];
  const card = side === "p" && document.getElementById(link.hash.slice(1));
  const line = side === "l" && placeOf(number);
  if (!card && !line) return;
  event.preventDefault();
  show(review, "start");
  if (card) {
    choose(card);
    settle(card);
    return;
  }
  review.querySelectorAll(".is-lit").forEach((mark) => mark.classList.remove("is-lit"));
  line.classList.add("is-lit");
  show(line);
});

/* Drag and drop onto the upload form; the plain field stays. */
document.querySelectorAll("form[data-drop]").forEach((form) => {
  const zone = form.querySelector(".upload-zone");
  const hint = form.querySelector(".upload-hint");
  const field = form.querySelector("input[type=file]");
  const over = (on) => {
    zone.classList.toggle("is-over", on);
    hint.hidden = !on;
  };
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  zone.addEventListener("dragleave", () => over(false));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    field.files = event.dataTransfer.files;
    if (field.files.length) form.requestSubmit();
  });
});

/** Whether a file of a form is larger than is taken in: said at once, not after minutes of sending. */
function tooLarge(form) {
  const fields = [...form.querySelectorAll("input[type=file][data-most]")];
  return fields.some((field) => [...field.files].some((file) => file.size > Number(field.dataset.most)));
}

/* <form data-busy="…">: sent once; what is being done is said while it lasts. */
document.querySelectorAll("form[data-busy]").forEach((form) => {
  const said = form.querySelector(".busy");
  form.addEventListener("submit", (event) => {
    const refused = tooLarge(form);
    if (form.dataset.sent || refused) event.preventDefault();
    if (!refused) form.dataset.sent = "yes";
    said.textContent = refused ? form.dataset.tooLarge : form.dataset.busy;
    said.classList.toggle("is-refused", refused);
    said.hidden = false;
  });
  window.addEventListener("pageshow", () => {
    delete form.dataset.sent; // come back to, the page is as it was left
    said.hidden = true;
  });
});
