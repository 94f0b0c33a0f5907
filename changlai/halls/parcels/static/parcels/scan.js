/* A keyboard scanner types two numbers a second: each is shown at once and sent in its turn, and the field
   is ready for the next. What could not be sent is tried again, and stays on the page until it is. */
(function () {
  "use strict";
  var doc = document, AGAIN = 5000;
  var form = doc.querySelector("[data-scan-form]");
  if (!form || !window.fetch) { return; }
  var field = form.elements.line, list = doc.querySelector("[data-scan-list]");
  var said = doc.querySelector("[data-scan-said]"), count = doc.querySelector("[data-scan-count]");
  var queue = [], sending = false;

  function piece(name, className, text) {
    var one = doc.createElement(name);
    one.className = className;
    one.textContent = text;
    return one;
  }
  function row(line) {
    var item = doc.createElement("li"), link = doc.createElement("a");
    link.className = "row";
    link.appendChild(piece("span", "row-title num", line));
    var note = piece("span", "row-note", "");
    note.appendChild(piece("span", "", "正在上架…"));
    link.appendChild(note);
    item.appendChild(link);
    list.insertBefore(item, list.firstChild);
    var none = doc.querySelector("[data-scan-none]");
    if (none) { none.hidden = true; }
    return link;
  }
  function show(link, title, note, address) {
    link.querySelector(".row-title").textContent = title;
    link.querySelector(".row-note").firstChild.textContent = note;
    if (address) { link.href = address; }
  }
  function answered(scan, reply) {
    var link = scan.link;
    said.textContent = reply.sentence;
    if (reply.state === "new") {
      show(link, reply.code, reply.who + " " + reply.waybill, reply.url);
      count.textContent = Number(count.textContent) + 1;
    } else if (reply.state === "known") {
      show(link, reply.code, reply.sentence, reply.url);
    } else {
      show(link, scan.line, "没有上架：" + reply.sentence);
    }
  }
  function told(answer) {
    var isJson = (answer.headers.get("content-type") || "").indexOf("application/json") === 0;
    if (!isJson || answer.redirected || !answer.ok) { throw new Error("no answer"); }
    return answer.json();
  }
  function send() {
    if (sending || !queue.length) { return; }
    sending = true;
    var scan = queue[0];
    fetch(location.pathname, {
      method: "POST", credentials: "same-origin", headers: { Accept: "application/json" }, body: scan.body
    }).then(told).then(function (reply) {
      queue.shift();
      answered(scan, reply);
      sending = false;
      send();
    }).catch(function () {
      said.textContent = "有" + queue.length + "件还没传上去，网好了会自己再传；一直不行请重新登录，再扫一次。";
      sending = false;
      setTimeout(send, AGAIN);
    });
  }
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var line = field.value.trim();
    field.focus();
    if (!line) { said.textContent = "请扫单号，或者写上单号。"; return; }
    queue.push({ line: line, body: new FormData(form), link: row(line) });
    field.value = "";
    send();
  });
  addEventListener("beforeunload", function (event) {
    if (queue.length) { event.preventDefault(); event.returnValue = ""; }
  });
  field.focus();
})();
