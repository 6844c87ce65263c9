"""Files as other programs make them: old office formats, PDFs of an office suite, scans; hostile ones."""

import os
import shutil
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest

from gongkai.annual_report import kinds
from gongkai.annual_report.parsing.document import Grid, Paragraph, Unreadable
from gongkai.annual_report.parsing.docx import read as read_docx
from gongkai.annual_report.reading import read
from gongkai.annual_report.reconciliation import check
from gongkai.annual_report.report import DOUBTFUL

from .build import sample_report

SUITE = shutil.which("soffice")
needs_suite = pytest.mark.skipif(SUITE is None, reason="LibreOffice is not installed")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def converted(source: Path, *kinds: str) -> Path:
    """The file after LibreOffice has turned it into each kind in turn."""
    for kind in kinds:
        command = [SUITE or "", f"-env:UserInstallation=file://{source.parent}/profile", "--headless"]
        command += ["--convert-to", kind, "--outdir", str(source.parent), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        source = source.with_suffix(f".{kind}")
    return source


@needs_suite
@pytest.mark.slow
@pytest.mark.parametrize("way", [("odt",), ("odt", "doc"), ("odt", "rtf"), ("pdf",)], ids=lambda way: way[-1])
def test_a_report_that_an_office_suite_saved_reads_the_same(tmp_path: Path, way: tuple[str, ...]) -> None:
    report = sample_report("2021")
    source = tmp_path / "report.docx"
    source.write_bytes(kinds.writer("docx")(report))
    found = read(converted(source, *way).read_bytes())
    assert dict(found.cells) == dict(report.cells)
    assert (found.organ, found.year, len(found.sections)) == (report.organ, report.year, 6)


def test_without_an_office_suite_an_old_file_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Unreadable, match=r"LibreOffice.*另存为DOCX"):
        read(b"{\\rtf1 report}")


def scan(pages: int = 9) -> bytes:
    document = pypdfium2.PdfDocument(kinds.writer("pdf")(sample_report("2021")))
    images = [page.render(scale=200 / 72).to_pil().convert("L") for page in document][:pages]
    target = BytesIO()
    images[0].save(target, "PDF", save_all=True, append_images=images[1:], resolution=200)
    return target.getvalue()


def test_a_scan_without_the_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("PIL")
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    monkeypatch.delitem(sys.modules, "gongkai.annual_report.parsing.ocr", raising=False)
    with pytest.raises(Unreadable, match=r'pip install "gongkai\[ocr\]"'):
        read(b"\x89PNG\r\n\x1a\n")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_scan_is_read_right_or_marked_doubtful() -> None:
    pytest.importorskip("rapidocr")
    report = sample_report("2021")
    found = read(scan())
    assert found.source.kind == "ocr"
    assert len(found.cells) > 0.95 * len(report.cells)
    wrong = [id for id, value in found.cells.items() if value != report.cells[id]]
    assert all(found.grades[id] == DOUBTFUL for id in wrong), wrong


def docx(body: str, **parts: str) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        )
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return target.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def texts(data: bytes) -> list[str]:
    return [block.text for block in read_docx(data).blocks if isinstance(block, Paragraph)]


NUMBERING = f"""<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>
<w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num></w:numbering>"""


def test_numbers_that_the_program_makes_are_made() -> None:
    def at(level: int) -> str:
        return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="5"/></w:numPr>'

    body = paragraph("总体情况", at(0)) + paragraph("主动公开", at(1)) + paragraph("依申请", at(1))
    body += paragraph("主动公开政府信息情况", at(0)) + paragraph("又一", at(1)) + paragraph("正文")
    assert texts(docx(body, numbering=NUMBERING)) == [
        "一、总体情况", "（一）主动公开", "（二）依申请", "二、主动公开政府信息情况", "（一）又一", "正文",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "hidden",
    [
        "<w:del><w:r><w:delText>9</w:delText></w:r></w:del>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r>",
        "<w:r><w:rPr><w:strike/></w:rPr><w:t>9</w:t></w:r>",
        "<w:r><w:instrText>9</w:instrText></w:r>",
        "<w:moveFrom><w:r><w:t>9</w:t></w:r></w:moveFrom>",
    ],
)
def test_what_is_deleted_or_hidden_is_not_read(hidden: str) -> None:
    assert texts(docx(f"<w:p><w:r><w:t>1</w:t></w:r>{hidden}<w:r><w:t>2</w:t></w:r></w:p>")) == ["12"]


def test_a_raised_figure_is_another_one_and_an_inserted_one_counts() -> None:
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>'
    assert texts(docx(f"<w:p><w:r><w:t>1</w:t></w:r>{raised}</w:p>")) == ["1 2"]
    inserted = "<w:ins><w:r><w:t>2</w:t></w:r></w:ins>"
    assert texts(docx(f"<w:p><w:r><w:t>1</w:t></w:r>{inserted}</w:p>")) == ["12"]


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def test_cells_merged_downwards_and_across_are_one() -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = "<w:tr>" + cell("甲", down) + cell("乙", '<w:gridSpan w:val="2"/>') + "</w:tr>"
    rows += "<w:tr>" + cell("", on) + cell("1") + cell("2") + "</w:tr>"
    hidden = "<w:tr><w:trPr><w:hidden/></w:trPr>" + cell("9") + "</w:tr>"
    (grid,) = read_docx(docx(f"<w:tbl>{rows}{hidden}</w:tbl>")).blocks
    assert isinstance(grid, Grid)
    assert [(c.row, c.column, c.text, c.rowspan, c.colspan) for c in grid.cells] == [
        (0, 0, "甲", 2, 1), (0, 1, "乙", 1, 2), (1, 1, "1", 1, 1), (1, 2, "2", 1, 1),
    ]  # fmt: skip


def test_a_table_that_holds_tables_is_layout() -> None:
    inner = "<w:tbl><w:tr>" + cell("甲") + cell("1") + "</w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr><w:tc>{paragraph('一、总体情况')}{inner}{paragraph('')}</w:tc></w:tr></w:tbl>"
    blocks = read_docx(docx(outer)).blocks
    assert [type(block).__name__ for block in blocks] == ["Paragraph", "Grid"]


@pytest.mark.parametrize("inside", ["word/document.xml", "xl/workbook.xml"])
def test_a_bomb_is_refused(inside: str) -> None:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(inside, b" " * (80 * 1024 * 1024))
    with pytest.raises(Unreadable, match="展开后过大"):
        read(target.getvalue())


def test_entities_are_refused_and_depth_is_bounded() -> None:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    with pytest.raises(Unreadable, match="文档类型声明"):
        read(target.getvalue())
    deep = "<w:sdt><w:sdtContent>" * 100 + paragraph("9") + "</w:sdtContent></w:sdt>" * 100
    assert texts(docx(deep)) == []
    spans = '<w:gridSpan w:val="99999999"/>'
    wide = "<w:tbl><w:tr>" + cell("甲", spans) + cell("1", spans) + "</w:tr></w:tbl>"
    with pytest.raises(Unreadable):
        read(docx(wide))


def test_a_real_districts_pdf_if_it_is_there() -> None:
    """Its two false totals, its misprinted row, its figures."""
    folder = os.environ.get("GONGKAI_CORPUS")
    path = Path(folder or "") / "hongze_2023.pdf"
    if not folder or not path.exists():
        pytest.skip("GONGKAI_CORPUS has no hongze_2023.pdf")
    report = read(path.read_bytes())
    assert len(report.cells) == len(report.form.cells if report.form else ())
    assert [
        report.cells[f"disclosure.normative_documents.{c}"] for c in ("issued", "repealed", "in_force")
    ] == [0, 5, 5]
    assert str(report.cells["disclosure.fees.amount"]) == "7730.28"
    assert "其他法律行政止公开" in report.reasons["applications.refused_other_law.total"]
    errors = [f for f in check(report) if f.severity == "error"]
    assert [(f.code, f.left, f.right) for f in errors] == [
        ("remedies_total", 11, 0),
        ("remedies_total", 5, 0),
    ]
