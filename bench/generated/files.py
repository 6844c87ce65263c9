"""A page written as a file of each kind, by writers that share no code with the product's."""

import html
import json
import random
import zipfile
from functools import cache
from io import BytesIO

import typst
import xlwt
from openpyxl import Workbook
from pylopdf_fonts_zh_cn import sans_path, serif_path

from gongkai.annual_report.parsing.document import GridCell

from .page import Line, Page, Table

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def as_html(page: Page, rng: random.Random) -> bytes:
    body = "\n".join(_html_block(block, page, rng) for block in page.blocks)
    if "layout" in page.html:
        body = f'<table width="980"><tr><td><table><tr><td>当前位置</td><td>首页</td></tr></table></td></tr><tr><td>{body}</td></tr></table>'
    charset = "gb2312" if "gb2312" in page.html else "utf-8"
    text = (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{html.escape(page.title)}</title>'
        f"<style>td{{border:1px solid}}</style></head><body>{body}</body></html>"
    )
    return text.encode("gb18030" if charset == "gb2312" else "utf-8")


def _html_block(block: Line | Table, page: Page, rng: random.Random) -> str:
    if isinstance(block, Table):
        rows = [_html_row(block, row, page, rng) for row in range(block.height)]
        return f"<table>{''.join(rows)}</table>"
    if block.style == "picture":
        return '<p><img src="table.png"></p>'
    text = html.escape(block.text)
    if "soup" in page.html:
        middle = len(text) // 2 if "&" not in text else len(text)
        text = f'<span style="font-size:16pt"><span lang="EN-US">{text[:middle]}</span></span><font face="仿宋">{text[middle:]}</font>'
        return f'<p class="MsoNormal" style="text-indent:32pt">{text}<o:p></o:p></p>'
    return f"<p>{text}</p>"


def _html_row(table: Table, row: int, page: Page, rng: random.Random) -> str:
    cells = sorted((cell for cell in table.cells if cell.row == row), key=lambda cell: cell.column)
    return f"<tr>{''.join(_html_cell(cell, page, rng) for cell in cells)}</tr>"


def _html_cell(cell: GridCell, page: Page, rng: random.Random) -> str:
    text = html.escape(cell.text)
    if cell.text.isdigit() and "spans" in page.html and len(text) > 1:
        text = "".join(f"<span>{digit}</span>" for digit in text)
    elif not cell.text[:1].isdigit() and "breaks" in page.html and len(text) > 3 and "&" not in text:
        at = rng.randint(1, len(text) - 1)
        text = f"{text[:at]}<br>{text[at:]}"
    elif "soup" in page.html:
        text = (
            f'<p class="MsoNormal" align="center"><span style="font-family:宋体">{text}</span><o:p></o:p></p>'
        )
    spans = "".join(
        f' {name}="{count}"'
        for name, count in (("rowspan", cell.rowspan), ("colspan", cell.colspan))
        if count > 1
    )
    return f"<td{spans}>{text}</td>"


def as_text(page: Page, rng: random.Random) -> bytes:
    lines = []
    for block in page.blocks:
        if isinstance(block, Line):
            lines += [block.text, ""]
        else:
            for row in range(block.height):
                lines += [
                    f"\t{cell.text}"
                    for cell in sorted(block.cells, key=lambda c: c.column)
                    if cell.row == row
                ]
                lines.append("")
    return "\n".join(lines).encode()


def as_markdown(page: Page, rng: random.Random) -> bytes:
    lines: list[str] = []
    for block in page.blocks:
        if isinstance(block, Line):
            marks = {"title": "# ", "heading": "## "}
            lines += [f"{marks.get(block.style, '')}{block.text}", ""]
            continue
        grid = _filled(block, repeat=False)
        for number, row in enumerate(grid):
            lines.append(f"| {' | '.join(row)} |")
            if number == 0:
                lines.append(f"|{' --- |' * len(row)}")
        lines.append("")
    return "\n".join(lines).encode()


def _filled(table: Table, *, repeat: bool) -> list[list[str]]:
    grid = [[""] * table.width for _ in range(table.height)]
    for cell in table.cells:
        grid[cell.row][cell.column] = cell.text
        if repeat:
            for row in range(cell.row, cell.row + cell.rowspan):
                for column in range(cell.column, cell.column + cell.colspan):
                    grid[row][column] = cell.text
    return grid


def as_docx(page: Page, rng: random.Random) -> bytes:
    body = "".join(_docx_table(b) if isinstance(b, Table) else _docx_line(b.text) for b in page.blocks)
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_W}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    types = (
        '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    rels = (
        '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("_rels/.rels", rels)
        archive.writestr("word/document.xml", document)
    return target.getvalue()


def _docx_line(text: str) -> str:
    middle = len(text) // 2
    runs = "".join(
        f'<w:r><w:t xml:space="preserve">{html.escape(part)}</w:t></w:r>'
        for part in (text[:middle], text[middle:])
        if part
    )
    return f"<w:p>{runs}</w:p>"


def _docx_table(table: Table) -> str:
    rows = []
    for row in range(table.height):
        cells = sorted((c for c in table.cells if c.row <= row < c.row + c.rowspan), key=lambda c: c.column)
        rows.append(f"<w:tr>{''.join(_docx_cell(cell, row) for cell in cells)}</w:tr>")
    grid = "<w:gridCol/>" * table.width
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _docx_cell(cell: GridCell, row: int) -> str:
    properties = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    if cell.rowspan > 1:
        properties += '<w:vMerge w:val="restart"/>' if row == cell.row else "<w:vMerge/>"
    text = cell.text if row == cell.row else ""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{_docx_line(text)}</w:tc>"


def as_xlsx(page: Page, rng: random.Random) -> bytes:
    """All on one sheet, or a sheet for each table."""
    saved = BytesIO()
    _workbook(page, rng).save(saved)
    return saved.getvalue()


def as_xls(page: Page, rng: random.Random) -> bytes:
    """The same workbook in the binary form of before 2007."""
    old = xlwt.Workbook(encoding="utf-8")
    for sheet in _workbook(page, rng):
        target = old.add_sheet(sheet.title)
        inside = {place for area in sheet.merged_cells.ranges for place in list(area.cells)}
        for area in sheet.merged_cells.ranges:
            value = sheet.cell(area.min_row, area.min_col).value
            target.write_merge(area.min_row - 1, area.max_row - 1, area.min_col - 1, area.max_col - 1, value)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None and (cell.row, cell.column) not in inside:
                    target.write(cell.row - 1, cell.column - 1, cell.value)
    saved = BytesIO()
    old.save(saved)
    return saved.getvalue()


def _workbook(page: Page, rng: random.Random) -> Workbook:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    one_sheet = rng.random() < 0.5
    row = 1
    headed = ""
    for block in page.blocks:
        if isinstance(block, Line):
            headed = block.text if block.style == "heading" else headed
            sheet.cell(row, 1, block.text).data_type = "s"
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=10)
            row += 1
            continue
        target, top = sheet, row
        if not one_sheet:
            target, top = workbook.create_sheet(headed[:31].replace("/", "") or None), 2
            target.cell(1, 1, headed)
        for cell in block.cells:
            value: str | float = cell.text
            if cell.text.isdigit() and len(cell.text) < 10:
                value = int(cell.text)
            at = target.cell(top + cell.row, cell.column + 1, value if value != "" else None)
            if isinstance(value, str) and value:
                at.data_type = "s"
            if cell.rowspan > 1 or cell.colspan > 1:
                target.merge_cells(
                    start_row=top + cell.row, start_column=cell.column + 1,
                    end_row=top + cell.row + cell.rowspan - 1, end_column=cell.column + cell.colspan,
                )  # fmt: skip
        row = top + block.height + 1 if one_sheet else row
    return workbook


_TYPST = """
#set page(paper: "a4", margin: (x: 22mm, y: 25mm), footer: align(center)[#context counter(page).display("- 1 -")])
#set text(font: "Noto Serif SC", size: 10pt, lang: "zh", region: "cn")
#set par(first-line-indent: (amount: 2em, all: true), justify: true)
#let page-data = json(bytes(sys.inputs.at("d")))
#for block in page-data {
  if block.kind == "line" {
    if block.style == "organ" or block.style == "title" { align(center, text(size: 16pt, block.text)) }
    else if block.style == "signature" { align(right, block.text) }
    else { par(block.text) }
  } else {
    set par(first-line-indent: 0em, justify: false)
    set text(size: 8pt)
    table(columns: (1fr,) * block.width, inset: 3pt, align: center + horizon, stroke: 0.5pt,
      ..block.cells.map(c => table.cell(x: c.x, y: c.y, colspan: c.colspan, rowspan: c.rowspan, c.text)))
  }
}
"""


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(font_paths=[serif_path(), sans_path()], ignore_system_fonts=True)


def as_pdf(page: Page, rng: random.Random) -> bytes:
    blocks = [
        {"kind": "line", "style": block.style, "text": block.text}
        if isinstance(block, Line)
        else {
            "kind": "table",
            "width": block.width,
            "cells": [
                {"x": c.column, "y": c.row, "colspan": c.colspan, "rowspan": c.rowspan, "text": c.text}
                for c in block.cells
            ],
        }
        for block in page.blocks
    ]
    compiled = _compiler().compile(
        _TYPST.encode(), format="pdf", sys_inputs={"d": json.dumps(blocks, ensure_ascii=False)}
    )
    assert isinstance(compiled, bytes)
    return compiled


WRITERS = {
    "html": as_html,
    "text": as_text,
    "markdown": as_markdown,
    "docx": as_docx,
    "xlsx": as_xlsx,
    "xls": as_xls,
    "pdf": as_pdf,
}
