/* The wall on the hall's screen: turns the panels slowly, asks now and then for what is new, and goes on
   with what it has while there is no network. */
(function () {
  "use strict";
  var doc = document, wall = doc.querySelector("[data-wall]");
  if (!wall) { return; }
  var every = Number(wall.getAttribute("data-wall")) * 1000, again = Number(wall.getAttribute("data-again")) * 1000;
  var holder = wall.querySelector("[data-panels]"), place = wall.querySelector("[data-place]"), clock = wall.querySelector("[data-clock]");
  var now = 0;
  function panels() { return holder.querySelectorAll("[data-panel]"); }
  function show() {
    var all = panels();
    if (!all.length) { return; }
    now = now % all.length;
    for (var i = 0; i < all.length; i += 1) { all[i].classList.toggle("is-now", i === now); }
    place.textContent = all.length > 1 ? "第" + (now + 1) + "块，共" + all.length + "块" : "";
  }
  function turn() { now += 1; show(); }
  function tick() {
    var at = new Date(), minutes = at.getMinutes();
    clock.hidden = false;
    clock.textContent = at.getHours() + ":" + (minutes < 10 ? "0" : "") + minutes;
  }
  function ask() {
    fetch(location.href, { credentials: "omit", cache: "no-store" }).then(function (answer) {
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return answer.text();
    }).then(function (text) {
      var fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-panels]");
      /* Only what changed is put in anew, so that a screen that runs all day gathers nothing. */
      if (fresh && fresh.innerHTML !== holder.getAttribute("data-was")) {
        holder.setAttribute("data-was", fresh.innerHTML);
        holder.textContent = "";
        while (fresh.firstElementChild) { holder.appendChild(doc.adoptNode(fresh.firstElementChild)); }
        show();
      }
    }).catch(function () { /* no network: what is on the screen stays */ });
  }
  holder.setAttribute("data-was", holder.innerHTML);
  wall.classList.add("is-turning");
  show();
  tick();
  setInterval(tick, 10000);
  setInterval(turn, every);
  setInterval(ask, again);
  doc.addEventListener("keydown", function (event) {
    var all = panels().length;
    if (event.key === "ArrowRight") { turn(); }
    if (event.key === "ArrowLeft") { now = (now + all - 1) % all; show(); }
  });
})();
