/* The hall's screen: asks every three seconds what is called, waits longer while nobody answers, and says
   numbers aloud once somebody has pressed the button, as browsers let nothing sound before. */
(function () {
  "use strict";
  var doc = document, board = doc.querySelector("[data-board]");
  if (!board || !window.fetch) { return; }
  var EVERY = 3000, LONGEST = 60000, PATIENCE = 10000, MOST_TO_SAY = 4, QUIET_UNTIL = 2;
  var wait = EVERY, failed = 0, heard = null, loud = false, voice = null, tones = null, toSay = [], saying = false;
  function part(name) { return board.querySelector("[data-" + name + "]"); }
  var last = part("last-number"), title = part("last-title"), place = part("last-window");
  var windows = part("windows"), next = part("next"), waiting = part("waiting");
  var shut = part("shut"), away = part("away"), clock = part("clock"), button = part("sound");

  function put(node, text) { if (node.textContent !== text) { node.textContent = text; } }
  function row(index) {
    var item = windows.children[index];
    if (!item) {
      item = doc.createElement("li");
      item.appendChild(doc.createElement("span"));
      item.appendChild(doc.createElement("strong")).className = "num";
      windows.appendChild(item);
    }
    return item;
  }
  function show(said) {
    put(title, said.is_now ? "请到窗口" : said.last ? "刚才叫到" : "叫号");
    put(last, said.last ? said.last.number + "号" : "");
    put(place, said.last ? said.last.window : "还没有叫号");
    said.windows.forEach(function (one, index) {
      var item = row(index);
      put(item.firstChild, one.name);
      put(item.lastChild, one.number ? one.number + "号" : "空着");
    });
    while (windows.children.length > said.windows.length) { windows.removeChild(windows.lastChild); }
    put(next, said.next.length ? said.next.map(function (number) { return number + "号"; }).join(" ") : "没有人在等");
    put(waiting, said.waiting ? "一共" + said.waiting + "位在等" : "");
    put(shut, said.shut);
    shut.hidden = !said.shut;
    board.classList.toggle("is-shut", Boolean(said.shut) && !said.last);
    /* Two windows may call within one question; what was called before this page was opened is not said again. */
    var now = {};
    said.calls.forEach(function (one) {
      now[one.key] = true;
      if (heard !== null && !heard[one.key]) { call(one); }
    });
    heard = now;
  }
  function call(one) {
    var section = last.parentNode;
    section.className = "board-last is-new";
    setTimeout(function () { section.className = "board-last"; }, 4000);
    if (!loud) { return; }
    toSay.push("请" + one.number + "号到" + one.window);
    if (toSay.length > MOST_TO_SAY) { toSay.shift(); }
    speak();
  }

  /* The sound: a Chinese voice where the browser has one, else two tones, else only what is seen. */
  function findVoice() {
    if (!window.speechSynthesis || !window.SpeechSynthesisUtterance) { return null; }
    return speechSynthesis.getVoices().filter(function (one) { return /^(zh|cmn)/i.test(one.lang); })[0] || null;
  }
  function done() { saying = false; if (toSay.length) { speak(); } }
  function speak() {
    if (saying || !toSay.length) { return; }
    voice = voice || findVoice();
    if (!voice) { toSay.length = 0; chime(); return; }
    saying = true;
    var words = new SpeechSynthesisUtterance(toSay.shift()), ended = false;
    function once() { if (!ended) { ended = true; clearTimeout(late); done(); } }
    /* Some browsers never say that they have ended. */
    var late = setTimeout(once, 12000);
    words.lang = "zh-CN"; words.voice = voice; words.rate = 0.9;
    words.onend = words.onerror = once;
    speechSynthesis.speak(words);
  }
  function chime() {
    if (!tones) { return; }
    [660, 880].forEach(function (pitch, index) {
      var tone = tones.createOscillator(), volume = tones.createGain(), at = tones.currentTime + index * 0.35;
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.25, at);
      volume.gain.exponentialRampToValueAtTime(0.001, at + 0.3);
      tone.connect(volume); volume.connect(tones.destination);
      tone.start(at); tone.stop(at + 0.3);
    });
  }
  button.hidden = false;
  button.addEventListener("click", function () {
    loud = !loud;
    button.setAttribute("aria-pressed", String(loud));
    put(button, loud ? "关掉声音" : "打开声音");
    if (!loud) { toSay.length = 0; if (window.speechSynthesis) { speechSynthesis.cancel(); } return; }
    var Tones = window.AudioContext || window.webkitAudioContext;
    if (!tones && Tones) { try { tones = new Tones(); } catch (error) { tones = null; } }
    voice = findVoice();
    if (voice) { toSay.push("声音打开了"); speak(); } else { chime(); }
  });

  /* The way to the server: one question at a time, and never more than one timer. */
  function ask() {
    var stop = window.AbortController ? new AbortController() : null;
    var late = setTimeout(function () { if (stop) { stop.abort(); } }, PATIENCE);
    fetch(board.getAttribute("data-board"), { credentials: "omit", cache: "no-store", signal: stop ? stop.signal : undefined })
      .then(function (answer) { if (!answer.ok) { throw new Error("no answer"); } return answer.json(); })
      .then(function (said) { clearTimeout(late); failed = 0; wait = EVERY; away.hidden = true; show(said); again(); })
      .catch(function () {
        clearTimeout(late);
        failed += 1;
        wait = Math.min(wait * 2, LONGEST);
        if (failed >= QUIET_UNTIL) { put(away, "网络断了，上面的号可能不是最新的，正在重新连接。"); away.hidden = false; }
        again();
      });
  }
  function again() { setTimeout(ask, wait); }
  function tick() {
    var now = new Date(), minutes = now.getMinutes();
    put(clock, now.getHours() + ":" + (minutes < 10 ? "0" : "") + minutes);
    setTimeout(tick, 5000);
  }
  clock.hidden = false;
  tick();
  ask();
})();
