"""另一机关、另一地方的名称: names that a text copied from elsewhere brings with it."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from gongkai.translation import _

from ..report import Report
from .findings import WARNING, Finding
from .sentences import sentences

_MENTIONED = re.compile(
    r"来自|赴|学习|考察|交流|借鉴|参观|与$|同$|援|对口|户籍|籍|人$|企业|公司|投诉|申请人|法院|检察"
)
_CONTEXT = 8
_LONGEST = 60
_WORK = re.compile(r"政府信息|政务公开|信息公开|条例|工作|门户网站|政府网站|公开")


def check(report: Report, peers: Sequence[Report]) -> Iterator[Finding]:
    """All findings on names."""
    yield from name_other_place(report)
    yield from name_other_organ(report, peers)
    yield from signed_by_other(report)


def name_other_place(report: Report) -> Iterator[Finding]:
    """A province or prefecture that the report's own names and address do not speak of."""
    own = _own_words(report)
    pattern = _places()
    told: set[str] = set()
    for sentence in sentences(report):
        for found in pattern.finditer(sentence.text):
            place = found[0]
            around = sentence.text[max(0, found.start() - _CONTEXT) : found.end() + _CONTEXT]
            if place in told or place[:2] in own or _MENTIONED.search(around):
                continue
            if not _WORK.search(sentence.text) or _other_levels(report, sentence.text):
                continue
            told.add(place)
            words = _("“{sentence}”：出现了“{place}”，与本机关所在地不同，可能是照抄留下的").format(
                sentence=_short(sentence.text), place=place
            )
            yield Finding("name_other_place", WARNING, words, "practice", where=sentence.where, subject=place)


def name_other_organ(report: Report, peers: Sequence[Report]) -> Iterator[Finding]:
    """The full name of another organ of the same county."""
    own = report.organ or ""
    names = {peer.organ for peer in peers if peer.organ and peer.organ != own and len(peer.organ) > 3}
    names = {name for name in names if name not in own and own not in name}
    told: set[str] = set()
    for sentence in sentences(report, preface=True):
        for name in names:
            at = sentence.text.find(name)
            if (
                at < 0
                or name in told
                or _MENTIONED.search(sentence.text[max(0, at - _CONTEXT) : at + len(name) + _CONTEXT])
            ):
                continue
            told.add(name)
            words = _("“{sentence}”：出现了另一机关“{name}”").format(
                sentence=_short(sentence.text), name=name
            )
            yield Finding("name_other_organ", WARNING, words, "practice", where=sentence.where, subject=name)


def signed_by_other(report: Report) -> Iterator[Finding]:
    """Signed by an organ whose name shares nothing with the one in the title."""
    organ, signed = _bare(report.organ or ""), _bare(report.signed_by or "")
    if not organ or not signed or organ in signed or signed in organ:
        return
    if len(set(organ) & set(signed)) >= min(len(set(organ)), len(set(signed))) / 2:
        return
    words = _("标题中的机关是“{organ}”，落款是“{signed}”").format(organ=report.organ, signed=report.signed_by)
    yield Finding("signed_by_other", WARNING, words, "practice", subject=report.signed_by or "")


def _bare(name: str) -> str:
    return re.sub(r"人民政府|办公室|办事处|委员会|政府", "", name)


def _own_words(report: Report) -> str:
    return f"{report.organ or ''}{report.signed_by or ''}{report.preface}"


def _other_levels(report: Report, text: str) -> bool:
    """A document of the province or city above is cited, not the place itself meant."""
    return bool(re.search(r"[《（〔]|要求|部署|文件精神|通知|指导|统一平台|省级|上级", text))


@cache
def _places() -> re.Pattern[str]:
    data = tomllib.loads(Path(__file__).with_name("places.toml").read_text("utf-8"))
    names = [f"{name}省" for name in data["provinces"].split()]
    names += [f"{name}市" for name in data["cities"].split()]
    names += data["others"].split()
    return re.compile("|".join(sorted(names, key=len, reverse=True)))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
