// Passkeys need the browser's own help; without it the page's code field stays the way in.
(function () {
  "use strict";
  var button = document.querySelector("[data-passkey]");
  var note = document.querySelector("[data-passkey-note]");
  if (!button || !window.PublicKeyCredential) { return; }
  button.hidden = false;
  note.textContent = "";

  function bytes(text) {
    var plain = text.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(window.atob(plain), function (c) { return c.charCodeAt(0); });
  }
  function text(buffer) {
    var plain = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return window.btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  function described(list) {
    (list || []).forEach(function (item) { item.id = bytes(item.id); });
  }

  button.addEventListener("click", function () {
    var options = JSON.parse(button.dataset.options);
    var key = options.publicKey;
    var isNew = button.dataset.passkey === "create";
    key.challenge = bytes(key.challenge);
    if (key.user) { key.user.id = bytes(key.user.id); }
    described(key.excludeCredentials);
    described(key.allowCredentials);
    var asked = isNew ? navigator.credentials.create(options) : navigator.credentials.get(options);
    asked.then(function (made) {
      var response = { clientDataJSON: text(made.response.clientDataJSON) };
      if (isNew) {
        response.attestationObject = text(made.response.attestationObject);
      } else {
        response.authenticatorData = text(made.response.authenticatorData);
        response.signature = text(made.response.signature);
        if (made.response.userHandle) { response.userHandle = text(made.response.userHandle); }
      }
      var form = button.form;
      form.elements.response.value = JSON.stringify({
        id: made.id,
        rawId: text(made.rawId),
        type: made.type,
        response: response,
        clientExtensionResults: {},
        authenticatorAttachment: made.authenticatorAttachment || null,
      });
      form.submit();
    }).catch(function () {
      note.textContent = "没有完成，请再试一次，或用动态口令。";
    });
  });
})();
