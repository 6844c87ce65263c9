"""Habits of real pages, each spoiling a page in one way; the truth changes with it where it must."""

import random
from collections.abc import Callable
from dataclasses import replace

from gongkai.annual_report.parsing.document import GridCell

from .page import Line, Page, Table

Habit = Callable[[Page, random.Random], bool]
"""Changes the page; False where it does not apply."""

GRID_KINDS = frozenset({"html", "docx", "xlsx", "xls", "pdf", "markdown"})
ALL = frozenset({*GRID_KINDS, "text"})
SPANNING = frozenset({"html", "docx", "xlsx", "xls", "pdf"})


def _values(page: Page, table: Table, change: Callable[[str, str], str]) -> None:
    at = page.values(table)
    table.relabel(
        lambda cell: (
            change(at[cell.row, cell.column], cell.text) if (cell.row, cell.column) in at else cell.text
        )
    )


def _labels(page: Page, table: Table, change: Callable[[str], str]) -> None:
    at = page.values(table)
    table.relabel(lambda cell: cell.text if (cell.row, cell.column) in at else change(cell.text))


def zeros_blank(page: Page, rng: random.Random) -> bool:
    """Cells of legal persons left blank where they are 0, totals filled."""
    return _instead_of_zero(
        page, "", lambda id: id.startswith("applications.") and not id.endswith((".total", ".natural_person"))
    )


def zeros_slash(page: Page, rng: random.Random) -> bool:
    return _instead_of_zero(page, "/", lambda id: id.startswith("remedies."))


def zeros_dash(page: Page, rng: random.Random) -> bool:
    return _instead_of_zero(page, "-", lambda id: id.startswith("disclosure.rules."))


def _instead_of_zero(page: Page, sign: str, where: Callable[[str], bool]) -> bool:
    def change(id: str, text: str) -> str:
        if text != "0" or not where(id):
            return text
        page.truth[id] = None
        return sign

    for table in page.tables:
        _values(page, table, change)
    return True


def group_label_cut(page: Page, rng: random.Random) -> bool:
    """A group's label torn in two by a page break, both halves printed."""
    table = page.table("applications")
    for at, cell in enumerate(table.cells):
        if cell.text == "（四）无法提供" and cell.rowspan > 1:
            table.cells[at : at + 1] = [
                replace(cell, text="（四）无", rowspan=1),
                replace(cell, text="法提供", row=cell.row + 1, rowspan=cell.rowspan - 1),
            ]
            return True
    return False


def other_punctuation(page: Page, rng: random.Random) -> bool:
    """1、 for 1. — commas for 、 — straight quotes."""
    for table in page.tables:
        _labels(
            page,
            table,
            lambda text: (
                text.replace(".", "、")
                .replace("、行政机关", "，行政机关")
                .replace("“", '"')
                .replace("”", '"')
            ),
        )
    return True


def spaced_labels(page: Page, rng: random.Random) -> bool:
    """Labels stretched by spaces, as 总 计."""
    for table in page.tables:
        _labels(page, table, lambda text: f"{text[0]} {text[1:]}" if 1 < len(text) < 5 else text)
    return True


def digits_in_spans(page: Page, rng: random.Random) -> bool:
    page.html.add("spans")
    return True


def breaks_in_labels(page: Page, rng: random.Random) -> bool:
    page.html.add("breaks")
    return True


def local_row(page: Page, rng: random.Random) -> bool:
    """A row the place has put in below the refusals."""
    table = page.table("applications")
    at = next((cell for cell in table.cells if cell.text == "8.属于行政查询事项"), None)
    if at is None:
        return False
    moved = []
    for cell in table.cells:
        if cell.row > at.row:
            moved.append(replace(cell, row=cell.row + 1))
        elif cell.row < at.row and cell.row + cell.rowspan > at.row:
            moved.append(replace(cell, rowspan=cell.rowspan + 1))
        else:
            moved.append(cell)
    row = [
        replace(cell, row=at.row + 1, text="0")
        for cell in table.cells
        if cell.row == at.row and cell.column > at.column
    ]
    table.cells = [*moved, replace(at, row=at.row + 1, text="9.本地另立事项"), *row]
    page.html.add("moved")
    return True


def amount_in_yuan(page: Page, rng: random.Random) -> bool:
    """251000元 where the form asks 万元."""

    def change(id: str, text: str) -> str:
        if not id.endswith(".amount") or not page.truth[id]:
            return text
        return f"{int(page.truth[id] * 10_000)}元"

    _values(page, page.table("disclosure"), change)
    return True


def signed_changes(page: Page, rng: random.Random) -> bool:
    """−18, 减4, +1036."""
    if page.report.format != "2019":
        return False

    def change(id: str, text: str) -> str:
        if not id.endswith(".items_change"):
            return text
        number = int(text)
        return f"+{number}" if number > 0 else rng.choice((f"−{-number}", f"减{-number}")) if number else text

    _values(page, page.table("disclosure"), change)
    return True


def remark(page: Page, rng: random.Random) -> bool:
    """22（其中修订16件）."""

    def change(id: str, text: str) -> str:
        if (
            id.endswith(("normative_documents.issued", "normative_documents.made"))
            and text.isdigit()
            and int(text) > 1
        ):
            return f"{text}（其中修订{int(text) - 1}件）"
        return text

    _values(page, page.table("disclosure"), change)
    return True


def wide_figures(page: Page, rng: random.Random) -> bool:
    """Full-width figures."""
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    for table in page.tables:
        _values(page, table, lambda _id, text: text.translate(wide) if text.isdigit() else text)
    return True


def thousands(page: Page, rng: random.Random) -> bool:
    for table in page.tables:
        _values(page, table, lambda _id, text: f"{int(text):,}" if text.isdigit() else text)
    return True


def numbers_restarted(page: Page, rng: random.Random) -> bool:
    """Sections counted anew after the tables."""
    heads = [block for block in page.blocks if isinstance(block, Line) and block.style == "heading"]
    for line, no in zip(heads[3:], "一二三", strict=False):
        line.text = no + line.text[1:]
    return True


def other_headings(page: Page, rng: random.Random) -> bool:
    """Sections headed in other words."""
    for block in page.blocks:
        if isinstance(block, Line) and block.style == "heading" and block.text.startswith("五"):
            block.text = rng.choice(("五、存在的问题和整改措施", "五、工作中的不足和下一步打算"))
    return True


def parts(page: Page, rng: random.Random) -> bool:
    """第一部分 for 一、."""
    for block in page.blocks:
        if isinstance(block, Line) and block.style == "heading":
            block.text = f"第{block.text[0]}部分 {block.text[2:]}"
    return True


def around(page: Page, rng: random.Random) -> bool:
    """A navigation table before, a table of metadata, and a footer."""
    nav = Table(
        [GridCell(0, at, text) for at, text in enumerate(("首页", "政务公开", "互动交流", "办事服务"))]
    )
    meta = Table(
        [
            GridCell(row, column, text)
            for row, pair in enumerate(
                (
                    ("索引号", f"{rng.randint(10**8, 10**9)}/2024-{rng.randint(1, 999):05}"),
                    ("发布日期", "2024-01-20"),
                    ("有效性", "有效"),
                )
            )
            for column, text in enumerate(pair)
        ]
    )
    page.blocks = [
        nav,
        meta,
        *page.blocks,
        Line("打印本页 关闭窗口"),
        Line(f"浏览次数：{rng.randint(10, 999)}"),
    ]
    return True


def counters(page: Page, rng: random.Random) -> bool:
    """Counters of pages that look like data, between rows and paragraphs."""
    table = page.table("applications")
    _break(page, table, rng.randint(8, 20), repeated=False)
    at = next(i for i, block in enumerate(page.blocks) if block is table)
    page.blocks.insert(at + 1, Line(rng.choice(("3", "- 3 -", "—3—", "第3页"))))
    return True


def page_break(page: Page, rng: random.Random) -> bool:
    _break(page, page.table("applications"), rng.randint(5, 24), repeated=False)
    return True


def page_break_repeated(page: Page, rng: random.Random) -> bool:
    """Header rows repeated on the next page."""
    _break(page, page.table("applications"), rng.randint(5, 24), repeated=True)
    return True


_HEAD = 3


def _break(page: Page, table: Table, after: int, *, repeated: bool) -> None:
    head = [cell for cell in table.cells if cell.row < _HEAD] if repeated else []
    below = _HEAD if repeated else 0
    rest = []
    for cell in table.cells:
        if cell.row + cell.rowspan > after:
            top = max(cell.row, after)
            text = cell.text if cell.row >= after else ""
            rest.append(
                replace(cell, row=top - after + below, rowspan=cell.row + cell.rowspan - top, text=text)
            )
    at = next(i for i, block in enumerate(page.blocks) if block is table)
    table.cells = [
        replace(cell, rowspan=min(cell.rowspan, after - cell.row)) for cell in table.cells if cell.row < after
    ]
    page.blocks.insert(at + 1, Table([*head, *rest]))


def layout_table(page: Page, rng: random.Random) -> bool:
    page.html.add("layout")
    return True


def gb18030(page: Page, rng: random.Random) -> bool:
    """GB 18030 that declares gb2312."""
    page.html.add("gb2312")
    return True


def word_soup(page: Page, rng: random.Random) -> bool:
    """Pasted from a word processor."""
    page.html.add("soup")
    return True


def traditional(page: Page, rng: random.Random) -> bool:
    """A copy in Traditional Chinese (labels and headings)."""
    table = str.maketrans(
        "开请数处结转总计诉讼复议无关书国务围单缴纳机构为审",
        "開請數處結轉總計訴訟復議無關書國務圍單繳納機構為審",
    )
    for block in page.blocks:
        if isinstance(block, Line):
            block.text = block.text.translate(table)
        else:
            block.relabel(lambda cell: cell.text.translate(table))
    return True


def organ_in_title_only(page: Page, rng: random.Random) -> bool:
    page.blocks = [
        block for block in page.blocks if not (isinstance(block, Line) and block.style in ("organ", "title"))
    ]
    return True


def year_in_title_only(page: Page, rng: random.Random) -> bool:
    for block in page.blocks:
        if isinstance(block, Line) and block.style == "title":
            block.text = "政府信息公开工作年度报告"
    return True


def misprinted_row(page: Page, rng: random.Random) -> bool:
    wrong = {
        "2.其他法律行政法规禁止公开": "2.其他法律行政法禁止公开",
        "1.本机关不掌握相关政府信息": "1.本机关不掌握相关政信息",
    }
    _labels(page, page.table("applications"), lambda text: wrong.get(text, text))
    return True


def second_report(page: Page, rng: random.Random) -> bool:
    """Another organ's report below on the same page."""
    again = [
        Line(block.text.replace(page.report.organ or "", "听雨镇人民政府"), block.style)
        if isinstance(block, Line)
        else Table([replace(cell, text="7" if cell.text.isdigit() else cell.text) for cell in block.cells])
        for block in page.blocks
    ]
    page.blocks += again
    return True


def tables_as_pictures(page: Page, rng: random.Random) -> bool:
    """Tables that are images: to be refused, with a word."""
    for table in page.tables:
        page.hidden |= set(page.values(table).values())
    page.blocks = [
        Line("", "picture") if isinstance(block, Table) and block.id else block for block in page.blocks
    ]
    return True


HABITS: dict[str, tuple[Habit, frozenset[str]]] = {
    "零处空白": (zeros_blank, frozenset({"html", "docx", "xlsx", "xls", "pdf"})),
    "零处填“/”": (zeros_slash, ALL),
    "零处填“-”": (zeros_dash, ALL),
    "组名被分页截断": (group_label_cut, SPANNING),
    "标点不同": (other_punctuation, ALL),
    "名称中有空格": (spaced_labels, ALL - {"markdown"}),
    "数字拆成几段": (digits_in_spans, frozenset({"html"})),
    "名称中断行": (breaks_in_labels, frozenset({"html"})),
    "本地加行": (local_row, SPANNING),
    "金额自带单位": (amount_in_yuan, ALL),
    "增减带正负号": (signed_changes, ALL),
    "数后附说明": (remark, ALL),
    "全角数字": (wide_figures, ALL),
    "千位分隔": (thousands, ALL),
    "节号重起": (numbers_restarted, ALL),
    "节名不同": (other_headings, ALL),
    "第几部分": (parts, ALL),
    "导航和元数据表": (around, frozenset({"html"})),
    "页码混入": (counters, frozenset({"html", "docx"})),
    "表格跨页": (page_break, frozenset({"html", "docx"})),
    "表格跨页且重复表头": (page_break_repeated, frozenset({"html", "docx"})),
    "布局表": (layout_table, frozenset({"html"})),
    "GB18030声明为gb2312": (gb18030, frozenset({"html"})),
    "从文字处理软件粘贴": (word_soup, frozenset({"html"})),
    "繁体": (traditional, ALL),
    "机关只在网页标题": (organ_in_title_only, frozenset({"html"})),
    "年度只在网页标题": (year_in_title_only, frozenset({"html"})),
    "行名误印": (misprinted_row, GRID_KINDS),
    "同页另有一份报告": (second_report, frozenset({"html", "docx"})),
    "表格是图片": (tables_as_pictures, frozenset({"html"})),
}
"""Name → the habit and the kinds of file it is met in."""
