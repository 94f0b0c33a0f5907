/* Keeps the look, the guides and the offline page on the phone; never a page with anybody's name on it. */
"use strict";
var CACHE = "changlai-{{ version }}";
var FILES = [{% for file in files %}"{{ file|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
var PAGES = [{% for page in pages %}"{{ page|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
var OFFLINE = "{{ offline|escapejs }}";

self.addEventListener("install", function (event) {
  event.waitUntil(caches.open(CACHE).then(function (cache) {
    /* Without credentials: a kept page must not know who was signed in. */
    return Promise.all(FILES.concat(PAGES).map(function (path) {
      return fetch(path, { credentials: "omit", cache: "reload" }).then(function (answer) {
        if (!answer.ok) { throw new Error(path); }
        return cache.put(path, answer);
      });
    }));
  }).then(function () { return self.skipWaiting(); }));
});

self.addEventListener("activate", function (event) {
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.filter(function (name) { return name.indexOf("changlai-") === 0 && name !== CACHE; })
      .map(function (name) { return caches.delete(name); }));
  }).then(function () { return self.clients.claim(); }));
});

self.addEventListener("fetch", function (event) {
  var request = event.request, url = new URL(request.url);
  if (url.origin !== self.location.origin) { return; }
  if (request.method === "GET" && FILES.indexOf(url.pathname) >= 0) {
    event.respondWith(caches.match(url.pathname).then(function (kept) { return kept || fetch(request); }));
    return;
  }
  /* A form that does not get through is answered too: its words are kept as a draft. Only one with
     files is left to the browser, since old iPhones lose files that pass through a worker. */
  var type = request.headers.get("content-type") || "";
  if (request.mode !== "navigate" || type.indexOf("multipart/") === 0) { return; }
  event.respondWith(fetch(request).catch(function () {
    var wanted = PAGES.indexOf(url.pathname) >= 0 ? url.pathname : OFFLINE;
    return caches.match(wanted);
  }));
});
