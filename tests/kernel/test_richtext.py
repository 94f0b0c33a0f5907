"""Markdown becomes HTML in which nothing can run, and words without signs of layout."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changlai.kernel.richtext import ATTRIBUTES, TAGS, plain, rendered

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[点我](javascript:alert(1))",
    "[点我](JaVaScRiPt&#58;alert(1))",
    "[点我](data:text/html;base64,PHNjcmlwdD4=)",
    "![图](https://example.org/track.png)",
    "<a href='https://example.org' onclick='x()'>x</a>",
    "<svg/onload=alert(1)>",
    "<iframe src=//example.org></iframe>",
    "**<b onmouseover=x()>粗</b>**",
    "<style>body{display:none}</style>",
    "`</code><script>x</script>`",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_html_in_an_article_comes_out_as_words(text: str) -> None:
    _is_harmless(rendered(text))


def _is_harmless(html: str) -> None:
    for tag, attributes in re.findall(r"<\s*/?\s*([a-zA-Z][\w-]*)([^>]*)>", html):
        assert tag in TAGS
        for name, value in re.findall(r"([\w-]+)\s*=\s*\"([^\"]*)\"", attributes):
            assert name in ATTRIBUTES.get(tag, set()) | {"rel"}
            if name == "href":
                assert re.match(r"(?:https?:|tel:|mailto:|/|#|\?|[^:]*$)", value)


@given(st.text(alphabet="<>\"'=/[]()!`*#|-&;:\nabhrefscriptonx ", max_size=120))
def test_any_text_comes_out_harmless(text: str) -> None:
    _is_harmless(rendered(text))


def test_headings_lists_links_and_tables_are_kept() -> None:
    html = rendered(
        "# 怎么办\n\n- 一\n- 二\n\n[中心](https://example.org)\n\n|甲|乙|\n|-|-|\n|1|2|"
    )
    for piece in ("<h2>怎么办</h2>", "<li>一</li>", 'href="https://example.org"', "<td>1</td>"):
        assert piece in html


def test_plain_words_are_what_is_read_out() -> None:
    text = "## 停水通知\n\n**明天**上午停水：\n\n- 一组\n- 二组\n\n|时间|地点|\n|-|-|\n|8点|井边|"
    assert plain(text) == "停水通知\n明天上午停水：\n· 一组\n· 二组\n时间，地点\n8点，井边"
