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
