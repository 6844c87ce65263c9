"""扫描表: a scanner's table read and placed, before anything is taken in.

The columns are those that officers are handed (practice.md 1.5), found by their heads in any order.
"""

import csv
import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.annual_report.parsing import workbooks
from gongkai.annual_report.parsing.decoding import decoded
from gongkai.annual_report.parsing.document import Unreadable

from ...organs.actions import Refused
from ...organs.models import Organ, OrganQuerySet, SiteData
from . import words as wording
from .models import ScanRow
from .places import Place, places

COLUMNS = {
    "错敏词": "words",
    "推荐修改": "advice",
    "修改说明": "note",
    "上下文": "context",
    "文章链接": "link",
    "标题": "title",
    "快照": "snapshot",
    "网站名称": "site_name",
    "标识码": "id_code",
    "发布时间": "published",
    "问题类型": "kind",
    "问题级别": "level",
    "内容类型": "content_kind",
    "父页面": "parent",
}
"""Head → field of ScanRow."""
_MUST = ("错敏词", "文章链接")
_HEAD_WITHIN = 10
"""Rows in which the heads must come: some tables have a title above them."""
_MOST_ROWS = 4900
"""The reader of workbooks stops at 5,000."""
_LONGEST = {one.name: one.max_length or 0 for one in ScanRow._meta.fields if one.name in COLUMNS.values()}
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True)
class Row:
    """A row of a file that is placed. ``gone``: the words no longer stand where it says."""

    line: int
    fields: Mapping[str, str]
    place: Place | None
    organ: Organ
    fingerprint: str
    gone: bool
    said: str


@dataclass(frozen=True)
class Plan:
    """What taking a table in would do."""

    rows: tuple[Row, ...]
    known: tuple[Row, ...]
    """Seen in an earlier table, or further up in this one; passed over."""
    problems: tuple[tuple[int, str], ...]
    """Line and why it cannot be placed."""

    @property
    def gone(self) -> int:
        return sum(row.gone for row in self.rows)


def read(data: bytes) -> list[tuple[int, dict[str, str]]]:
    """Line and fields of each row of an XLSX or CSV file (UTF-8, GBK). Raises Refused, in Chinese."""
    if not data:
        raise Refused(_("文件是空的"))
    lines = _of_workbook(data) if data.startswith(b"PK") else _of_csv(data)
    head = next((n for n, (_line, cells) in enumerate(lines[:_HEAD_WITHIN]) if _is_head(cells)), None)
    if head is None:
        raise Refused(
            _("前{count}行里没有找到表头；表头里至少要有“{must}”两栏").format(
                count=_HEAD_WITHIN, must="”“".join(_MUST)
            )
        )
    named = {column: COLUMNS[name] for column, name in enumerate(_names(lines[head][1])) if name in COLUMNS}
    found = [
        (line, {field: _text(cells, column) for column, field in named.items()})
        for line, cells in lines[head + 1 :]
    ]
    found = [(line, fields) for line, fields in found if any(fields.values())]
    if not found:
        raise Refused(_("表头下面没有内容"))
    if len(found) > _MOST_ROWS:
        raise Refused(_("每个文件不超过{most}行，请分成几个文件").format(most=_MOST_ROWS))
    return found


def plan(rows: Sequence[tuple[int, Mapping[str, str]]], within: OrganQuerySet) -> Plan:
    """Where each row belongs, which are known and which are put right already; changes nothing.

    ``within``: the organs whose rows may be taken in. A fixed number of queries for any number of rows.
    """
    placed = places({fields.get("link", "") for _line, fields in rows})
    codes = _by_code({fields.get("id_code", "") for _line, fields in rows})
    allowed = set(within.values_list("pk", flat=True))
    good: list[tuple[int, Mapping[str, str], Place | None, Organ]] = []
    problems: list[tuple[int, str]] = []
    for line, fields in rows:
        try:
            place = placed.get(fields.get("link", ""))
            good.append((line, fields, place, _organ(fields, place, codes, allowed)))
        except Refused as refused:
            problems.append((line, str(refused)))
    texts = wording.texts([place.item for _l, _f, place, _o in good if place and place.item])
    checked = [_checked(line, fields, place, organ, texts) for line, fields, place, organ in good]
    return Plan(*_parted(checked), tuple(problems))


def _of_workbook(data: bytes) -> list[tuple[int, list[str]]]:
    try:
        _kind, sheets = workbooks.read(data)
    except Unreadable as error:
        raise Refused(str(error)) from error
    found = []
    for number, cells in sorted((sheets[0].rows() if sheets else {}).items()):
        line = [""] * (max((column for column, _text in cells), default=-1) + 1)
        for column, text in cells:
            line[column] = text
        found.append((number + 1, line))
    return found


def _of_csv(data: bytes) -> list[tuple[int, list[str]]]:
    try:
        text = decoded(data)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if _is_tabbed(text) else ",")
        return [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except (Unreadable, csv.Error) as error:
        raise Refused(_("读不出来，请存为XLSX或CSV再上传")) from error


def _is_tabbed(text: str) -> bool:
    first = text.split("\n", 1)[0]
    return "\t" in first and "," not in first


def _names(cells: Sequence[str]) -> list[str]:
    return [_BLANK.sub("", cell).lstrip("\ufeff") for cell in cells]


def _is_head(cells: Sequence[str]) -> bool:
    return set(_MUST) <= set(_names(cells))


def _text(cells: Sequence[str], column: int) -> str:
    return cells[column].replace("\x00", "").strip() if column < len(cells) else ""


def _organ(
    fields: Mapping[str, str], place: Place | None, codes: Mapping[str, list[Organ]], allowed: set[int]
) -> Organ:
    """The organ of a row: by its link, else by the code of its site. Refuses what cannot be placed."""
    if not fields.get("words"):
        raise Refused(_("没有错敏词"))
    if not fields.get("link"):
        raise Refused(_("没有文章链接"))
    for head, field in COLUMNS.items():
        if len(fields.get(field, "")) > _LONGEST[field] and field in ("words", "link"):
            raise Refused(_("{name}超过{most}字").format(name=head, most=_LONGEST[field]))
    code = fields.get("id_code", "")
    of_code = codes.get(code, [])
    if place is None and not of_code:
        if not code:
            raise Refused(_("文章链接不是本站的地址，也没有标识码，不知道是哪个机关"))
        raise Refused(_("文章链接不是本站的地址，标识码{code}也没有登记").format(code=code[:20]))
    if place is None and len(of_code) > 1:
        raise Refused(_("标识码{code}有几个机关在用，文章链接又不是本站的地址").format(code=code))
    organ = place.organ if place else of_code[0]
    if organ.pk not in allowed:
        raise Refused(_("所属机关不在您监督的范围内"))
    return organ


def _by_code(codes: set[str]) -> Mapping[str, list[Organ]]:
    found: dict[str, list[Organ]] = {}
    for site in SiteData.objects.filter(id_code__in=codes - {""}).select_related("organ"):
        found.setdefault(site.id_code, []).append(site.organ)
    return found


def _checked(
    line: int, fields: Mapping[str, str], place: Place | None, organ: Organ, texts: Mapping[int, str]
) -> Row:
    cut = {field: text[: _LONGEST[field]] for field, text in fields.items()}
    where = place.address if place else fields["link"]
    marks = "\n".join((organ.slug, where, wording.flat(fields["words"]), fields.get("kind", "")))
    fingerprint = hashlib.sha256(marks.encode()).hexdigest()
    item = place.item if place else None
    text = texts.get(item.pk) if item else None
    gone = item is not None and not wording.stand(fields["words"], text)
    said = wording.told(fields["words"], item, not gone, text) if item else ""
    return Row(line, cut, place, organ, fingerprint, gone, said)


def _parted(rows: Sequence[Row]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """New rows and known ones. A fault that was gone and stands again is new."""
    last: dict[str, bool] = {}
    earlier = ScanRow.objects.filter(fingerprint__in={row.fingerprint for row in rows}).order_by("pk")
    for fingerprint, gone_on in earlier.values_list("fingerprint", "gone_on"):
        last[fingerprint] = gone_on is not None
    new: list[Row] = []
    known: list[Row] = []
    for row in rows:
        is_known = row.fingerprint in last and not (last[row.fingerprint] and not row.gone)
        (known if is_known else new).append(row)
        last[row.fingerprint] = False
    return tuple(new), tuple(known)
