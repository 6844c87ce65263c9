"""What the public will read of an item: the bytes that a review binds to."""

import hashlib
import json
import re
import unicodedata
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import nh3
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

_YEAR = re.compile(r"\s*[\[(【〔〖{]\s*(\d{4})\s*[\])】〕〗}]\s*")
_SPACES = re.compile(r"\s+")
_ROW = re.compile(r"<tr[ >].*?</tr>", re.DOTALL)
_CELL = re.compile(r"</t[dh]>(?!\s*</tr>)")
_HREF = re.compile(r'href="([^"]*)"')
_BREAK = re.compile(r"</(?:p|li|h\d|blockquote)>|<br\s*/?>|\n")
_TAGS = set(
    "p br h2 h3 h4 ul ol li strong em u blockquote a hr table thead tbody tr th td caption sub sup".split()
)
_ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
_SCHEMES = {"http", "https", "mailto", "tel"}

_LATER = frozenset(
    "original_id original_title original_number original_class co_makers lead publish_basis "
    "registration_number".split()
)
"""Fields that digests of earlier versions know nothing of."""


@dataclass(frozen=True)
class Content:
    """The fields of a version; ``body`` is HTML of the few elements a document needs."""

    title: str
    formed_on: date
    klass: str
    document_number: str = ""
    effective_on: date | None = None
    expires_on: date | None = None
    normative: bool = False
    notice_until: date | None = None
    origin: str = "made"
    maker: str = ""
    genre: str = ""
    category: str = ""
    ground: str = ""
    ground_note: str = ""
    reexamine_on: date | None = None
    summary: str = ""
    body: str = ""
    attachments: tuple[tuple[str, str], ...] = ()
    """Name and SHA-256 of each file, in their order."""
    change_note: str = ""
    original_id: int | None = None
    """转发的原件: the item, where it stands in this system; else what is typed of it."""
    original_title: str = ""
    original_number: str = ""
    original_class: str = ""
    co_makers: str = ""
    """联合制作机关 beside the organ itself, separated by 、."""
    lead: str = ""
    """牵头机关, where it is another organ."""
    publish_basis: str = ""
    """Why this organ publishes what another one made."""
    registration_number: str = ""
    """统一登记号 of a normative document, given where such documents are registered."""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def digest(self) -> str:
        """SHA-256 of every field, in one fixed form; fields that came later only where they say something."""
        held = {name: value for name, value in self.as_dict().items() if value or name not in _LATER}
        written = json.dumps(
            held, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        return hashlib.sha256(written.encode()).hexdigest()


def document_number(text: str) -> str:
    """A document number 发文字号 in its one form: 云政办〔2020〕1号, whatever brackets were typed."""
    plain = _SPACES.sub("", unicodedata.normalize("NFKC", text))
    return _YEAR.sub(r"〔\1〕", plain)


def body(text: str) -> str:
    """What was typed or pasted, as clean HTML; plain text becomes paragraphs."""
    if not re.search(r"<(?:p|div|table|h\d|ul|ol|br|span)\b", text, re.IGNORECASE):
        lines = (line.strip(" \t\r\u3000") for line in text.split("\n"))
        return "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    return nh3.clean(
        text, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener noreferrer"
    )


def shown(html: str) -> SafeString:
    """A stored body for a page: wide tables scroll by themselves, and by keyboard."""
    region = f'<div class="table-scroll" role="region" tabindex="0" aria-label="{_("表格")}">'
    return mark_safe(html.replace("<table>", f"{region}<table>").replace("</table>", "</table></div>"))


def plain(html: str) -> str:
    """The text of a body, a line a paragraph: for the form, for search and for summaries."""
    broken = re.sub(r"</(?:p|li|tr|h\d|caption|blockquote)>|<br\s*/?>", "\n", html)
    text = nh3.clean(broken, tags=set())
    return re.sub(r"\n{2,}", "\n", _unescape(text)).strip()


def rows(html: str) -> str:
    """The text of a body with each row of a table on one line, tabs between its cells."""
    return plain(_ROW.sub(lambda row: _CELL.sub("\t", _BREAK.sub(" ", row[0])), html))


def links(html: str) -> list[str]:
    """Where the links of a body lead."""
    return [_unescape(found) for found in _HREF.findall(html)]


def _unescape(text: str) -> str:
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&nbsp;", " "), ("&amp;", "&")):
        text = text.replace(entity, letter)
    return text
