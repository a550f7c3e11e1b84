/* The sentence that builds a pivot. */
"use strict";

/* On a phone the choices fold away until they are wanted. */
document.addEventListener("DOMContentLoaded", () => {
  const fold = document.querySelector("#filter-fold");
  if (fold && window.matchMedia("(max-width: 639px)").matches) fold.open = false;
});

/* Whoever chooses one indicator while all lie along an axis wants that one; whoever lays them along an axis wants all. */
document.addEventListener(
  "change",
  (event) => {
    if (event.target.id !== "pivot-of" || !event.target.value) return;
    for (const [id, instead] of [["pivot-columns", ""], ["pivot-rows", "giver:county"]]) {
      const axis = document.getElementById(id);
      if (axis.value === "indicator") axis.value = instead;
    }
  },
  true,
);
