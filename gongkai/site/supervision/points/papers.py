"""自查报告 as an official document: DOCX and PDF by GB/T 9704, with a list of evidence and its addresses."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.annual_report.rendering.layout import (
    Document,
    Heading,
    Paragraph,
    Part,
    Signature,
    Subheading,
    chinese_date,
    line,
)


def document(content: dict[str, Any], base: str) -> Document:
    """``base``: where the site stands, before the addresses of its pages: https://www.example.gov.cn."""
    on = date.fromisoformat(content["on"])
    organ, title = line(content["organ"]), line(content["title"])
    rest = title.removeprefix(organ)
    return Document(title, (organ, rest), organ, on, tuple(_parts(content, base, on)))


def _parts(content: dict[str, Any], base: str, on: date) -> Iterator[Part]:
    yield Heading(1, _("一、总体情况"))
    yield from _paragraphs(content["opening"])
    for said in content["overview"]:
        yield Paragraph(line(said))
    yield Heading(2, _("二、逐项落实情况"))
    for number, point in enumerate(content["points"], start=1):
        yield from _point(number, point)
    yield Heading(3, _("三、存在的不足"))
    for number, gap in enumerate(content["gaps"], start=1):
        yield Paragraph(f"{number}．{line(gap['text'])}")
    if not content["gaps"]:
        yield Paragraph(_("各项任务没有逾期、退回和缺少佐证的情形。"))
    yield Heading(4, _("四、下一步安排"))
    yield from _paragraphs(content["next_steps"])
    if content["evidence"]:
        yield Paragraph(_("附：佐证材料清单"))
    yield Signature(line(content["organ"]), chinese_date(on))
    if content["evidence"]:
        yield Heading(5, _("附：佐证材料清单"))
    for one in content["evidence"]:
        yield Paragraph(_listed(one, base))


def _point(number: int, point: dict[str, Any]) -> Iterator[Part]:
    short, *more = line(point["text"]).split("。", 1)
    yield Subheading(_("要点{number}　{text}").format(number=number, text=f"{short}。" if more else short))
    if more and more[0]:
        yield Paragraph(more[0])
    for task in point["tasks"]:
        yield Paragraph(_("任务：{asked}").format(asked=line(task["asked"])))
        done = "".join(line(one) for one in task["done"]) or _("没有进展记录。")
        yield Paragraph(
            _("落实：{done}（{state}；{proof}）").format(done=done, state=task["state"], proof=proof(task))
        )


def proof(task: dict[str, Any]) -> str:
    """Which evidence stands behind a task, by number."""
    if not task["evidence"]:
        return _("没有佐证")
    return _("佐证{numbers}").format(numbers="、".join(str(number) for number in task["evidence"]))


def _listed(one: dict[str, Any], base: str) -> str:
    day = chinese_date(date.fromisoformat(one["on"]))
    words = _("{number}．{kind}：{title}（{day}）").format(
        number=one["number"], kind=one["kind"], title=line(one["title"]), day=day
    )
    words += f" {base}{one['address']}" if one["address"] else ""
    return words + (_("（{fault}）").format(fault=one["fault"]) if one["fault"] else "")


def _paragraphs(text: str) -> Iterator[Paragraph]:
    for one in text.splitlines():
        if words := line(one):
            yield Paragraph(words)
