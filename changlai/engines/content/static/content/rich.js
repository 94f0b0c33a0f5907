// Buttons over a text: they write the few signs of layout for whoever does not know them.
"use strict";
(function () {
  var TOOLS = [
    ["md-header", "小标题", { level: "2" }],
    ["md-bold", "加粗", {}],
    ["md-unordered-list", "一条一条列", {}],
    ["md-ordered-list", "编号", {}],
    ["md-quote", "引用", {}],
    ["md-link", "链接", {}],
  ];
  document.querySelectorAll("textarea[data-rich]").forEach(function (area) {
    var bar = document.createElement("markdown-toolbar");
    bar.setAttribute("for", area.id);
    bar.className = "rich-tools";
    TOOLS.forEach(function (tool) {
      var button = document.createElement(tool[0]);
      button.textContent = tool[1];
      button.className = "button is-quiet";
      Object.keys(tool[2]).forEach(function (name) { button.setAttribute(name, tool[2][name]); });
      bar.appendChild(button);
    });
    area.parentNode.insertBefore(bar, area);
  });
})();
