/* The roll without a network: scans stay in the phone's own store, each under a number of its own, and are
   sent when the network is back. The same scan sent twice, or from two windows, is one line. */
(function () {
  "use strict";
  var doc = document, QUEUE = "roll:queue", LAST = "roll:session", AT_ONCE = 100;
  function one(name) { return doc.querySelector("[data-roll-" + name + "]"); }
  var form = one("form");
  if (!form) { return; }
  var sending = false, here = null, SOONEST = 5, LATEST = 120, wait = SOONEST, later = null;

  function read(key, otherwise) {
    try { return JSON.parse(localStorage.getItem(key)) || otherwise; } catch (error) { return otherwise; }
  }
  function write(key, value) {
    try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch (error) { return false; }
  }
  function nonce() {
    var bytes = new Uint8Array(16), text = "";
    crypto.getRandomValues(bytes);
    bytes[6] = (bytes[6] & 15) | 64; bytes[8] = (bytes[8] & 63) | 128;
    for (var i = 0; i < 16; i += 1) {
      text += (bytes[i] + 256).toString(16).slice(1);
      if (i === 3 || i === 5 || i === 7 || i === 9) { text += "-"; }
    }
    return text;
  }
  function say(text) { one("said").textContent = text; }
  function clock(iso) {
    var at = new Date(iso);
    return ("0" + at.getHours()).slice(-2) + ":" + ("0" + at.getMinutes()).slice(-2);
  }
  function line(list, text) {
    var item = doc.createElement("li");
    item.textContent = text;
    list.appendChild(item);
  }

  /* Which session: said behind the # by the roll page, and remembered for the next time without a network. */
  function find() {
    var said = location.hash.slice(1).split("/");
    if (said.length >= 3) {
      here = { centre: said[0], session: said[1], title: decodeURIComponent(said.slice(2).join("/")) };
      write(LAST, here);
    } else { here = read(LAST, null); }
    if (here) {
      one("title").textContent = here.title;
      form.hidden = false;
      one("back").hidden = false;
      one("back").querySelector("a").href = "/c/" + encodeURIComponent(here.centre) + "/desk/sessions/" + encodeURIComponent(here.session) + "/roll/";
    }
    show();
  }
  function show() {
    var kept = read(QUEUE, []), list = one("list");
    one("kept").hidden = !kept.length;
    one("count").textContent = kept.length;
    list.textContent = "";
    kept.slice(-30).reverse().forEach(function (scan) {
      line(list, clock(scan.at) + " " + (scan.code || scan.name) + (scan.kind === "out" ? " 走了" : " 到了"));
    });
  }
  function keep(kind) {
    var field = form.elements.what, typed = field.value.trim();
    if (!typed) { say("请扫报名码，或者写上名字。"); field.focus(); return; }
    var tail = typed.replace(/\/+$/, "").split(/[\/=]/).pop().replace(/[\s-]/g, "");
    var isCode = /^[A-Za-z0-9]{6,40}$/.test(tail);
    var scan = {
      nonce: nonce(), centre: here.centre, session: here.session, kind: kind,
      code: isCode ? tail.toUpperCase() : "", name: isCode ? "" : typed, at: new Date().toISOString()
    };
    if (!write(QUEUE, read(QUEUE, []).concat([scan]))) { say("这部手机存不下了，请改用纸质签到表。"); return; }
    field.value = "";
    field.focus();
    say("记下了：" + (scan.code || scan.name) + (kind === "out" ? "走了。" : "到了。"));
    show();
    wait = SOONEST;
    send();
  }
  form.addEventListener("submit", function (event) { event.preventDefault(); keep("in"); });
  one("out").addEventListener("click", function () { keep("out"); });
  one("send").addEventListener("click", function () { send(true); });

  /* Each centre's scans go to its own workbench; what it answered for is dropped, the rest stays. */
  function send(asked) {
    var kept = read(QUEUE, []);
    if (sending || !kept.length) { return; }
    if (navigator.onLine === false) { if (asked) { say("现在没有网络，有网时会自己上传。"); } return; }
    sending = true;
    clearTimeout(later);
    var centre = kept[0].centre, address = "/c/" + encodeURIComponent(centre) + "/desk/rolls/sync/";
    var batch = kept.filter(function (scan) { return scan.centre === centre; }).slice(0, AT_ONCE);
    var more = false;
    fetch(address, { credentials: "same-origin", headers: { Accept: "application/json" } }).then(told).then(function (door) {
      return fetch(address, {
        method: "POST", credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-CSRFToken": door.token },
        body: JSON.stringify({ now: new Date().toISOString(), scans: batch })
      });
    }).then(told).then(function (reply) {
      var answered = {}, list = one("answers");
      reply.answers.forEach(function (answer) { answered[answer.nonce] = answer; });
      batch.forEach(function (scan) {
        var answer = answered[scan.nonce];
        if (answer) { line(list, (scan.code || scan.name) + "：" + answer.sentence); }
      });
      one("done").hidden = false;
      /* Read anew: another window may have sent or added some meanwhile. */
      var rest = read(QUEUE, []).filter(function (scan) { return !answered[scan.nonce]; });
      write(QUEUE, rest);
      say(rest.length ? "还有" + rest.length + "条没上传。" : "都上传好了。");
      more = rest.length > 0 && reply.answers.length > 0;
      wait = SOONEST;
    }).catch(function (error) {
      if (error && error.sentence) { say(error.sentence); return; }
      say("没有传上去，都还留在这部手机里，过一会儿自己再试。");
      /* A phone may believe in a network it has not, and then nobody tells it when there is one. */
      later = setTimeout(function () { send(); }, wait * 1000);
      wait = Math.min(wait * 2, LATEST);
    }).then(function () {
      sending = false;
      show();
      if (more) { send(); }
    });
  }
  function told(answer) {
    var isJson = (answer.headers.get("content-type") || "").indexOf("application/json") === 0;
    if (!isJson || answer.redirected) { throw { sentence: "请先登录工作台，再回到这一页上传。记下的都还在。" }; }
    return answer.json().then(function (body) {
      if (!answer.ok) { throw { sentence: body.sentence }; }
      return body;
    });
  }

  addEventListener("online", function () { send(); });
  doc.addEventListener("visibilitychange", function () { if (!doc.hidden) { send(); } });
  addEventListener("hashchange", find);
  addEventListener("storage", show);
  find();
  send();
})();
