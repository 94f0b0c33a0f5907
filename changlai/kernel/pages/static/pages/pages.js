/* Small helps on top of pages that already work: drafts, double taps, counters, offline notice. */
(function () {
  "use strict";
  var doc = document;
  function all(selector, from) { return Array.prototype.slice.call((from || doc).querySelectorAll(selector)); }

  /* Drafts: what is typed survives a lost network; never passwords, codes, files or private fields. */
  var PREFIX = "draft:" + location.pathname.split("/").slice(0, 3).join("/") + ":";
  var DAYS = 7;
  function store(action, key, value) {
    try {
      if (action === "get") { return localStorage.getItem(key); }
      if (action === "set") { localStorage.setItem(key, value); } else { localStorage.removeItem(key); }
    } catch (error) { /* A full or forbidden store only means there is no draft. */ }
    return null;
  }
  function keepable(field) {
    return field.name && field.name !== "csrfmiddlewaretoken" && !field.hasAttribute("data-private") &&
      ["password", "file", "hidden", "submit", "button"].indexOf(field.type) < 0 && field.autocomplete !== "one-time-code";
  }
  function draftOf(form) {
    var kept = {};
    Array.prototype.forEach.call(form.elements, function (field) {
      if (!keepable(field)) { return; }
      if (field.type === "checkbox" || field.type === "radio") {
        if (field.checked) { (kept[field.name] = kept[field.name] || []).push(field.value); }
      } else if (field.value) { kept[field.name] = field.value; }
    });
    return kept;
  }
  all("[data-draft-done]").forEach(function (mark) { store("drop", PREFIX + mark.getAttribute("data-draft-done")); });
  all("form[data-draft]").forEach(function (form) {
    var key = PREFIX + form.getAttribute("data-draft"), timer, kept = null;
    try { kept = JSON.parse(store("get", key)); } catch (error) { kept = null; }
    if (kept && Date.now() - kept.at > DAYS * 864e5) { store("drop", key); kept = null; }
    /* A form that came back with errors already holds the newer words. */
    if (kept && !form.querySelector(".errors")) {
      var restored = false;
      Array.prototype.forEach.call(form.elements, function (field) {
        var value = kept.fields[field.name];
        if (!keepable(field) || value === undefined) { return; }
        if (field.type === "checkbox" || field.type === "radio") { field.checked = value.indexOf(field.value) >= 0; }
        else if (!field.value) { field.value = value; restored = true; }
      });
      if (restored) {
        var note = doc.createElement("p");
        note.className = "hint"; note.setAttribute("role", "status");
        note.textContent = "上次没写完的内容还在，已经替您填好。";
        form.insertBefore(note, form.firstChild);
      }
    }
    function keep() { store("set", key, JSON.stringify({ at: Date.now(), fields: draftOf(form) })); }
    form.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(keep, 300); });
    form.addEventListener("change", keep);
    form.addEventListener("submit", keep);
  });

  /* Double tap: the second submit of one form within ten seconds is dropped. */
  doc.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || event.defaultPrevented) { return; }
    if (form.hasAttribute("data-sent")) { event.preventDefault(); return; }
    if (navigator.onLine === false) { event.preventDefault(); offline(true); return; }
    form.setAttribute("data-sent", "");
    all("button", form).forEach(function (button) { button.setAttribute("aria-disabled", "true"); });
    setTimeout(function () { release(form); }, 10000);
  });
  function release(form) {
    form.removeAttribute("data-sent");
    all("button", form).forEach(function (button) { button.removeAttribute("aria-disabled"); });
  }
  /* Back from the next page: the form may be sent again. */
  addEventListener("pageshow", function () { all("form[data-sent]").forEach(release); });

  /* Counters: how many characters are left. */
  all("[data-counter-for]").forEach(function (line) {
    var field = doc.getElementById(line.getAttribute("data-counter-for"));
    if (!field || field.maxLength < 1) { return; }
    function say() {
      var room = field.maxLength - field.value.length;
      line.textContent = room < 0 ? "超出" + -room + "字" : "还可以写" + room + "字";
      line.className = room < 0 ? "counter is-over" : "counter";
    }
    field.addEventListener("input", say); say();
  });

  /* A table row with a link is a link. */
  all("tr .row-link").forEach(function (link) {
    var row = link.parentNode;
    while (row && row.tagName !== "TR") { row = row.parentNode; }
    row.className += " is-clickable";
    row.addEventListener("click", function (event) {
      var tag = event.target.tagName;
      if (tag !== "A" && tag !== "INPUT" && tag !== "BUTTON" && tag !== "LABEL" && !String(getSelection())) { link.click(); }
    });
  });

  all("[data-print]").forEach(function (button) { button.addEventListener("click", function () { print(); }); });
  all("[data-focus]").slice(0, 1).forEach(function (place) { place.focus(); });

  /* Offline: say so, and that nothing is lost. */
  var bar = null;
  function offline(is) {
    if (is && !bar) {
      bar = doc.createElement("div");
      bar.className = "notice is-warning offline"; bar.setAttribute("role", "status");
      bar.textContent = "现在没有网络。您写的内容留在这部手机里，有网后再提交。";
      doc.body.appendChild(bar);
    } else if (!is && bar) { bar.parentNode.removeChild(bar); bar = null; }
  }
  addEventListener("offline", function () { offline(true); });
  addEventListener("online", function () { offline(false); });
  if (navigator.onLine === false) { offline(true); }

  if ("serviceWorker" in navigator && /^(https:|http:\/\/(localhost|127\.0\.0\.1))/.test(location.origin + "/")) {
    addEventListener("load", function () { navigator.serviceWorker.register("/sw.js").catch(function () {}); });
  }
})();
