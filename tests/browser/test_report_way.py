"""The main way: a published report in, findings, a second officer, a public page, downloads."""

import os
from pathlib import Path

from playwright.sync_api import Page, expect

from gongkai.annual_report import kinds
from gongkai.annual_report.reading import read
from tests.browser.conftest import TEXT, Opened, sign_in
from tests.cast import County
from tests.site import reports

CORPUS = os.environ.get("GONGKAI_CORPUS")
SEED = Path(CORPUS).parent / "seeds" / "gaoling-2020.txt" if CORPUS else TEXT
FILE = SEED if SEED.exists() else TEXT
MAGIC = {
    "docx": b"PK",
    "xlsx": b"PK",
    "pdf": b"%PDF-",
    "html": b"<!doctype html>",
    "json": b"{",
    "csv": b"\xef\xbb\xbf",
}


def hand_in(page: Page, file: Path, year: int) -> None:
    page.get_by_role("link", name="上传年报").first.click()
    page.get_by_label("报告年度").fill(str(year))
    page.get_by_label("报告文件").set_input_files(file)
    page.get_by_role("button", name="上传并读取").click()


def test_from_the_file_to_the_public_page_and_its_downloads(
    county: County, opened: Opened, tmp_path: Path
) -> None:
    lin = opened()
    sign_in(lin, county.lin.username)
    hand_in(lin, FILE, 2020)
    if FILE == SEED != TEXT:  # a real township's report, handed in for the town of the tests
        expect(lin.get_by_role("alert")).to_contain_text("不是本机关")
        lin.get_by_label("不是本机关").check()
        lin.get_by_role("button", name="上传并读取").click()
    expect(lin.get_by_text("待复核")).to_be_visible()
    expect(lin.locator(".findings")).to_contain_text("规范性文件本年新制作59件，新公开18件")
    expect(lin.get_by_role("button", name="复核无误")).to_have_count(0)
    address = lin.url

    he = opened()
    sign_in(he, county.he.username)
    he.get_by_role("link", name="复核", exact=True).click()
    assert he.url == address
    he.get_by_role("button", name="复核无误").click()
    expect(he.get_by_text("已复核，可以公布")).to_be_visible()

    lin.goto(address)
    lin.get_by_label("同时公布核验意见").check()
    lin.get_by_role("button", name="公布", exact=True).click()
    expect(lin.get_by_text("已公布，公众现在可以看到")).to_be_visible()

    citizen = opened()
    citizen.goto("/")
    citizen.get_by_role("link", name="望舒镇人民政府2020年政府信息公开工作年度报告").click()
    figures = {"made": "59", "disclosed": "18", "disclosed_total": "119"}
    for column, figure in figures.items():
        cell = citizen.locator(f"[id='disclosure.normative_documents.{column}']")
        assert (cell.inner_text()).startswith(figure)
    expect(citizen.locator(".findings")).to_contain_text("59件")
    read_from_file = read(FILE.read_bytes())
    for kind, magic in MAGIC.items():
        with citizen.expect_download() as waiting:
            citizen.locator(".downloads").get_by_role("link", name=kind.upper()).click()
        data = Path(waiting.value.path()).read_bytes()
        assert waiting.value.suggested_filename == f"{read_from_file.title}.{kind}"
        assert data.startswith(magic)
        if kind in ("html", "json"):
            assert read(data) == read_from_file
    assert set(MAGIC) == set(kinds.WRITERS)


def test_a_wrong_year_keeps_the_file(county: County, opened: Opened) -> None:
    page = opened()
    sign_in(page, county.lin.username)
    hand_in(page, TEXT, 2019)
    expect(page.get_by_role("alert")).to_contain_text("文件里的报告年度是2020年，您选的是2019年")
    expect(page.get_by_text("已经收到，不必重新选择")).to_be_visible()
    page.get_by_label("报告年度").fill("2020")
    page.get_by_role("button", name="上传并读取").click()
    expect(page.get_by_text("待复核")).to_be_visible()


def test_a_file_that_is_no_report_is_refused_in_one_sentence(
    county: County, opened: Opened, tmp_path: Path
) -> None:
    picture = tmp_path / "扫描件.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 100)
    page = opened()
    sign_in(page, county.lin.username)
    hand_in(page, picture, 2020)
    expect(page.get_by_role("alert")).to_contain_text("图片")
    expect(page.get_by_label("报告年度")).to_have_value("2020")


def test_a_corrected_cell_must_be_confirmed_anew(county: County, opened: Opened) -> None:
    version = reports.confirmed(reports.draft(county.wangshu, county.lin), county.he)
    page = opened()
    sign_in(page, county.lin.username)
    page.goto(f"/office/reports/{version.pk}/")
    expect(page.get_by_role("button", name="公布", exact=True)).to_be_visible()
    page.locator("[id='disclosure.penalties.decisions']").get_by_role("link").first.click()
    page.get_by_label("文件上的内容").fill("1050")
    page.locator("#correct").get_by_label("更正原因").fill("与来源文件不符")
    page.get_by_role("button", name="更正", exact=True).click()
    expect(page.get_by_text("已更正，须重新复核")).to_be_visible()
    expect(page.get_by_text("待复核")).to_be_visible()
    assert page.locator("[id='disclosure.penalties.decisions']").inner_text().startswith("1050")
    expect(page.get_by_role("button", name="公布", exact=True)).to_have_count(0)


def test_after_five_failures_the_page_says_when_to_try_again(county: County, opened: Opened) -> None:
    page = opened()
    for _ in range(5):
        page.goto("/office/sign-in/")
        page.get_by_label("用户名").fill(county.lin.username)
        page.get_by_label("密码", exact=True).fill("wrong")
        page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="暂停登录")).to_be_visible()
    expect(page.locator("main")).to_contain_text("以后再试")
