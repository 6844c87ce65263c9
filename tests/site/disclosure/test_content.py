"""The content of a version: one form of numbers, clean bodies, a digest of everything."""

from dataclasses import replace
from datetime import date

import pytest

from gongkai.site.disclosure import content
from tests.site.items import NOTICE


@pytest.mark.parametrize(
    "typed",
    [
        "云政办〔2020〕1号",
        "云政办[2020]1号",
        "云政办【2020】1号",
        "云政办（2020）1号",
        "云政办 〔 ２０２０ 〕 1 号",
    ],
)
def test_a_document_number_has_one_form(typed):
    assert content.document_number(typed) == "云政办〔2020〕1号"


def test_lines_that_are_typed_become_paragraphs():
    assert content.body("各村：\n\n　　a<b。") == "<p>各村：</p><p>a&lt;b。</p>"


def test_what_is_pasted_from_a_word_processor_keeps_its_tables_and_nothing_of_its_clothes():
    pasted = (
        '<p class="MsoNormal" style="mso-x:1"><span lang="EN-US">一、<o:p></o:p></span></p>'
        '<table border="1" style="w"><tr><td colspan="2" width="9">甲</td></tr></table>'
        "<script>alert(1)</script><style>p{}</style><img src=x onerror=alert(1)>"
        '<a href="javascript:alert(1)">x</a><a href="https://example.cn/">y</a>'
    )
    cleaned = content.body(pasted)
    assert "<p>一、</p>" in cleaned
    assert '<td colspan="2">甲</td>' in cleaned
    assert 'href="https://example.cn/"' in cleaned
    for bad in ("style", "Mso", "script", "alert", "img", "javascript", "<span"):
        assert bad not in cleaned


def test_cleaning_what_is_clean_changes_nothing():
    once = content.body("<p>一</p><table><tr><th>甲</th></tr></table>")
    assert content.body(once) == once


@pytest.mark.parametrize(
    "change",
    [
        {"title": "别的"},
        {"formed_on": date(2021, 1, 5)},
        {"klass": "on_request"},
        {"body": NOTICE.body.replace("通知", "通告")},
        {"maker": "云川县人民政府"},
        {"notice_until": date(2021, 2, 1)},
        {"change_note": "改"},
    ],
)
def test_any_change_changes_the_digest(change):
    assert replace(NOTICE, **change).digest != NOTICE.digest


def test_the_digest_of_the_same_content_is_the_same():
    assert replace(NOTICE).digest == NOTICE.digest


def test_digests_made_before_there_were_forwarded_and_joint_papers_are_still_theirs():
    """Stored digests bind reviews and publications: these two were computed by the code of 2026-11-23."""
    assert NOTICE.digest == "cd8d5c492a97f6d01295d6529476a3e3c97c696bb320ab95f502b8ee6eb0a1f5"
    other = replace(NOTICE, attachments=(("名单", "ab" * 32),), maker="云川县人民政府", origin="organ")
    assert other.digest == "2f94d7be91aa3da3ffc07cfd9873f636f67bfe5243af38865ae00a33ae2f39c8"


@pytest.mark.parametrize(
    "change",
    [
        {"original_id": 7},
        {"original_title": "通知"},
        {"original_number": "云政办〔2020〕1号"},
        {"original_class": "publish"},
        {"co_makers": "听雨镇人民政府"},
        {"lead": "听雨镇人民政府"},
        {"publish_basis": "转载"},
    ],
)
def test_what_is_said_of_makers_is_part_of_the_digest(change):
    assert replace(NOTICE, **change).digest != NOTICE.digest


def test_a_row_of_a_table_is_one_line_with_tabs_between_its_cells():
    body = "<p>名单</p><table><tr><td><p>张三</p></td><td><p>1101</p><p>05</p></td></tr></tbody></table>"
    assert [line.split() for line in content.rows(body).split("\n")] == [["名单"], ["张三", "1101", "05"]]
    assert content.rows(body).split("\n")[1].count("\t") == 1
