"""Reports for the tests: a town that does not exist, figures and sentences of our own."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from gongkai.annual_report import formats
from gongkai.annual_report.formats.form import Format, Table
from gongkai.annual_report.formats.grid import printed
from gongkai.annual_report.formats.relations import Number
from gongkai.annual_report.report import Report, Section

ORGAN = "望舒镇人民政府"

PREFACE = "本报告所列数据的统计期限为全年。如对本报告有疑问，请与望舒镇党政办公室联系。"

TEXTS = {
    1: "（一）主动公开情况\n全年公开信息128条，其中通知公告46条。\n（二）监督保障情况\n培训经办人员2次。",
    5: "一是少数科室报送信息不够及时；二是解读形式还比较单一。\n下一年将逐月通报，并试行图解。",
    6: "无其他需要报告的事项。",
}

DISCLOSURE: Mapping[str, Number] = {
    "made": 7,
    "disclosed": 5,
    "disclosed_total": 40,
    "items_last_year": 120,
    "items_change": -3,
    "projects": 3,
    "issued": 2,
    "repealed": 1,
    "in_force": 9,
    "decisions": 1046,
    "amount": Decimal("58.62"),
}


def sample_report(format: str = "2019", variant: str | None = None, **changes: Any) -> Report:
    """A full report that keeps every relation of its form, with ``changes`` to its fields."""
    form = formats.load(format, variant)
    year = changes.get("year") or form.years.last or form.years.first
    fields: dict[str, Any] = {
        "organ": ORGAN,
        "year": year,
        "format": format,
        "variant": variant,
        "preface": PREFACE,
        "cells": sample_cells(form),
        "sections": tuple(Section(s.no, s.title, TEXTS.get(s.no, "")) for s in form.sections),
        "signed_by": ORGAN,
        "signed_on": date(year + 1, 1, 4),
    }
    return Report(**{**fields, **changes})


def sample_cells(form: Format) -> dict[str, Number | None]:
    """A number for every cell of the form; all differ from 0 somewhere in each row and column."""
    return {
        **{id: DISCLOSURE[cell.column.id] for id, cell in form.table("disclosure").cells.items()},
        **dict(_applications(form.table("applications"))),
        **dict(_remedies(form.table("remedies"))),
    }


def _applications(table: Table) -> Iterator[tuple[str, int]]:
    *people, everyone = [column.id for column in table.blocks[0].columns]
    leaves = [row.id for row in table.rows if row.role == "leaf"]
    rows: dict[str, list[int]] = {
        id: [(2 * down + 3 * across) % 5 for across in range(len(people))] for down, id in enumerate(leaves)
    }
    rows["handled_total"] = [sum(figures) for figures in zip(*rows.values(), strict=True)]
    rows["carried_in"] = [across % 3 for across in range(len(people))]
    rows["carried_out"] = [across % 2 + 1 for across in range(len(people))]
    rows["received_new"] = [
        handled + after - before
        for handled, after, before in zip(
            rows["handled_total"], rows["carried_out"], rows["carried_in"], strict=True
        )
    ]
    for row, figures in rows.items():
        yield from ((f"applications.{row}.{id}", n) for id, n in zip(people, figures, strict=True))
        yield f"applications.{row}.{everyone}", sum(figures)


def _remedies(table: Table) -> Iterator[tuple[str, int]]:
    *results, total = [column.id for column in table.blocks[0].columns]
    for down, row in enumerate(table.rows):
        yield from ((f"remedies.{row.id}.{id}", down + across) for across, id in enumerate(results))
        yield f"remedies.{row.id}.{total}", sum(down + across for across in range(len(results)))


def flat_text(report: Report) -> str:
    """The report as a page copied into a text: one cell a line, merged cells gone, as people paste it."""
    lines = [report.organ or "", "", report.title.removeprefix(report.organ or ""), "", report.preface, ""]
    form = report.form
    for section in report.sections:
        lines += [section.title, "", *section.text.split("\n"), ""]
        table = form.section(section.no).table if form else None
        if form and table:
            lines += flat_table(report, form.table(table))
    if report.signed_by:
        lines += [report.signed_by, ""]
    if report.signed_on:
        lines += [f"{report.signed_on.year}年{report.signed_on.month}月{report.signed_on.day}日"]
    return "\n".join(lines) + "\n"


def flat_table(report: Report, table: Table) -> list[str]:
    """The lines a copied table leaves."""
    lines = []
    for row in printed(table).rows:
        lines += [f"\t{cell.text if cell.cell is None else report.printed(cell.cell)}" for cell in row]
        lines.append("")
    return lines
