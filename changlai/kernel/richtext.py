"""Text with headings, lists, links and tables: kept as Markdown, shown as clean HTML.

Markdown is what a clerk can type without an editor, what a short message and the loudspeaker can
say, and what two versions can be compared by. It is made into HTML by markdown-it with raw HTML
switched off, and then cleaned by ammonia (nh3) once more, so that no page trusts one of them alone.
"""

import re
from functools import lru_cache
from html import unescape
from typing import Final

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS: Final = frozenset(
    {
        *("p", "br", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote"),
        *("table", "thead", "tbody", "tr", "th", "td", "hr", "del"),
    }
)
ATTRIBUTES: Final = {"a": {"href"}, "ol": {"start"}}
SCHEMES: Final = frozenset({"http", "https", "tel", "mailto"})

_WRITER = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(
    ["table", "strikethrough"]
)
# Pictures stand beside a text, with words for those who do not see them; not in the middle of it.
_WRITER.disable("image")
_HEADING = re.compile(r"(</?h)([1-6])\b")


@lru_cache(maxsize=512)
def rendered(text: str) -> SafeString:
    """Return a text as HTML in which nothing can run, headings one level below the page's own."""
    html = _WRITER.render(text)
    html = _HEADING.sub(lambda found: f"{found[1]}{min(int(found[2]) + 1, 4)}", html)
    clean = nh3.clean(
        html,
        tags=set(TAGS),
        attributes={name: set(allowed) for name, allowed in ATTRIBUTES.items()},
        url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(clean.strip())  # noqa: S308 -- cleaned above by an allow list


def plain(text: str) -> str:
    """Return a text as it is read out or sent: no signs of layout, one line a paragraph."""
    html = str(rendered(text))
    html = re.sub(r"<li>\s*(?:<p>)?", "· ", html)
    html = re.sub(r"</t[dh]>\s*<t[dh]>", "，", html)
    html = re.sub(r"<br\s*/?>|</(?:p|h\d|li|tr|blockquote)>|<hr\s*/?>", "\n", html)
    text = unescape(re.sub(r"<[^>]+>", "", html))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
