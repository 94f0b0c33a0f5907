/* A page about the queue keeps itself fresh: it asks for the small answer the screen asks for, without the
   session, and reads itself again only when the queue has changed, nobody is typing and the page is seen. */
(function () {
  "use strict";
  var doc = document, mark = doc.querySelector("[data-queue-now]");
  if (!mark || !window.fetch || !window.DOMParser) { return; }
  var EVERY = 5000, LONGEST = 60000, wait = EVERY, version = mark.getAttribute("data-queue-version");
  function busy(part) { return part.contains(doc.activeElement) && /^(INPUT|SELECT|TEXTAREA)$/.test(doc.activeElement.tagName); }
  function refresh(newer) {
    return fetch(location.href, { credentials: "same-origin", cache: "no-store" })
      .then(function (answer) { if (!answer.ok || answer.redirected) { throw new Error("no page"); } return answer.text(); })
      .then(function (text) {
        var read = new DOMParser().parseFromString(text, "text/html");
        Array.prototype.forEach.call(doc.querySelectorAll("[data-live]"), function (part) {
          var fresh = read.querySelector('[data-live="' + part.getAttribute("data-live") + '"]');
          if (fresh && !busy(part)) {
            var focused = part.contains(doc.activeElement) ? doc.activeElement.getAttribute("aria-label") || doc.activeElement.textContent : null;
            part.innerHTML = fresh.innerHTML;
            if (focused) {
              Array.prototype.some.call(part.querySelectorAll("a, button"), function (one) {
                if ((one.getAttribute("aria-label") || one.textContent) !== focused) { return false; }
                one.focus(); return true;
              });
            }
          }
        });
        version = newer;
      });
  }
  function ask() {
    if (doc.hidden) { again(); return; }
    fetch(mark.getAttribute("data-queue-now"), { credentials: "omit", cache: "no-store" })
      .then(function (answer) { if (!answer.ok) { throw new Error("no answer"); } return answer.json(); })
      .then(function (said) { return said.version === version ? null : refresh(said.version); })
      .then(function () { wait = EVERY; again(); })
      .catch(function () { wait = Math.min(wait * 2, LONGEST); again(); });
  }
  function again() { setTimeout(ask, wait); }
  again();
})();
