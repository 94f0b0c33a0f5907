/* Keeps the look, the guides and the offline page on the phone; never a page with anybody's name on it. */
"use strict";
var CACHE = "changlai-{{ version }}";
var FILES = [{% for file in files %}"{{ file|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
var PAGES = [{% for page in pages %}"{{ page|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
var SCREENS = [{% for screen in screens %}"{{ screen|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
var KEPT = "changlai-screens";
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
    return Promise.all(names.filter(function (name) { return name.indexOf("changlai-") === 0 && name !== CACHE && name !== KEPT; })
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
  if (request.method === "GET" && isScreen(url.pathname)) { event.respondWith(screen(url.pathname)); return; }
  if (request.destination === "image" && request.referrer && isScreen(new URL(request.referrer).pathname)) {
    event.respondWith(picture(request));
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

/* A screen of the hall: /c/<code>/ and what is behind it. */
function isScreen(path) {
  var parts = path.split("/");
  return parts[1] === "c" && SCREENS.indexOf(parts.slice(3).join("/")) >= 0;
}
function screen(path) {
  /* Without credentials: the screen of a hall knows nobody. */
  return fetch(path, { credentials: "omit", cache: "no-store" }).then(function (answer) {
    if (answer.ok) {
      var copy = answer.clone(), words = answer.clone();
      caches.open(KEPT).then(function (cache) {
        cache.put(path, copy);
        /* A picture that no longer hangs is not kept either: somebody may have taken a consent back. */
        return words.text().then(function (text) {
          var code = path.split("/")[2];
          return cache.keys().then(function (kept) {
            kept.forEach(function (one) {
              var url = new URL(one.url);
              if (one.headers.get("x-screen") === code && text.indexOf(url.pathname) < 0) { cache.delete(one); }
            });
          });
        });
      });
    }
    return answer;
  }).catch(function () {
    return caches.match(path).then(function (kept) { return kept || caches.match(OFFLINE); });
  });
}
function picture(request) {
  var code = new URL(request.referrer).pathname.split("/")[2];
  return caches.open(KEPT).then(function (cache) {
    return cache.match(request.url).then(function (kept) {
      return kept || fetch(request).then(function (answer) {
        if (answer.ok) { cache.put(new Request(request.url, { headers: { "x-screen": code } }), answer.clone()); }
        return answer;
      });
    });
  });
}
