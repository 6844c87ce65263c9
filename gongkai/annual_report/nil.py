"""零报告: the report of an organ that had nothing to count, which says so; a missing report is no zero."""

from collections.abc import Iterator
from dataclasses import replace

from gongkai.translation import _

from .compilation import compiled
from .drafting import FEE_YEAR, drafted
from .facts import KINDS, Facts
from .report import Report


def nil(facts: Facts, variant: str | None = None) -> Report:
    """The report that declares nought in every cell that can be counted, with the words for it.

    Cells that no record can feed stay blank. Raises ValueError where ``facts`` hold anything.
    """
    if any(present(facts)):
        raise ValueError("there are records")
    declared = declaring(facts)
    report = drafted(compiled(declared, variant), declared)
    texts = {
        1: _(
            "{year}年，{organ}没有主动公开的政府信息，没有收到政府信息公开申请，没有上年结转的申请，"
            "没有因政府信息公开工作被申请行政复议、被提起行政诉讼。各表均为零，本报告为零报告。"
        ).format(year=facts.year, organ=facts.organ),
        5: _(
            "本年度没有办理政府信息公开事项，没有发现需要报告的问题。"
            "下一年度将继续按规定做好政府信息公开各项工作，及时登记、按期报告。"
        ),
        6: _("本年没有收取信息处理费。没有其他需要报告的事项。")
        if facts.year >= FEE_YEAR
        else _("没有其他需要报告的事项。"),
    }
    sections = tuple(replace(one, text=texts.get(one.no, one.text)) for one in report.sections)
    return replace(report, sections=sections)


def declaring(facts: Facts) -> Facts:
    """``facts`` as an organ declares them that says there was nothing: every kind counts as kept."""
    return replace(facts, kept=frozenset(KINDS))


def present(facts: Facts) -> Iterator[str]:
    """What there is all the same, in words with its number."""
    told = facts.told
    documents = {one.kind: int(one.value) for one in facts.tallied if one.kind.startswith("normative_")}
    others = [one for one in facts.tallied if not one.kind.startswith("normative_") and one.value]
    for words, count in (
        (_("政府信息公开申请{n}件"), sum(one.count for one in facts.applied)),
        (_("行政复议、行政诉讼{n}件"), sum(one.count for one in facts.disputed)),
        (_("主动公开的信息{n}条"), told.published[0]),
        (_("规范性文件{n}件"), max(documents.values(), default=0)),
        (_("数量登记{n}项"), len(others)),
        (_("收取信息处理费的申请{n}件"), told.fee_cases),
    ):
        if count:
            yield words.format(n=count)
