"""设置: what letters name, how they are numbered, which templates they are made from."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.site.applications.actions import settings
from gongkai.site.applications.letters import KINDS, default_template
from gongkai.site.applications.models import CaseSettings, LetterPattern, LetterTemplate
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.permissions import Forbidden
from tests import cast
from tests.site import cases, moments

PLACE = "/office/applications/settings/wangshu/"
AT = cases.at("2021-01-20")


def test_an_organ_says_what_its_letters_name(county: cast.County, clock: Any) -> None:
    clock.at = cases.at("2021-02-01")
    client = cast.browser(county.lin)
    assert "云川县人民政府" in client.get(PLACE).content.decode()  # what follows from its place
    data = {
        "what": "settings",
        "review_body": "云川县人民政府复议办",
        "court": "云川县人民法院",
        "pay_to": "",
    }
    assert client.post(PLACE, data).status_code == 302
    kept = CaseSettings.objects.get()
    assert (kept.court, kept.wants_identity) == ("云川县人民法院", False)
    assert Entry.objects.latest("number").act == "settings_changed"
    letter = cases.approved(moments.drafted(county), county, "2021-02-01")
    page = client.get(f"/office/applications/letters/{letter.pk}/").content.decode()
    assert "云川县人民法院" in page


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("望政公开答〔{year}〕号", "各有一个"),
        ("望政公开答{serial}号", "各有一个"),
        ("{year}{year}{serial}", "各有一个"),
        ("{year}{serial}{organ}", "不能有其他字段"),
        ("{year}{serial}{}", "不能有其他字段"),
        ("{year.real}{serial}", "不能有其他字段"),
        ("{year:>20}{serial}", "不能有其他字段"),
        ("{year!r}{serial}", "不能有其他字段"),
        ("{year}{serial", "没有成对"),
        ("{year}{serial}" + "号" * 60, "不能超过60"),
        ("望舒镇公开补〔{year}〕{serial}号", "文号会重复"),
    ],
)
def test_a_pattern_that_would_not_number_is_refused(county: cast.County, pattern: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        settings.set_pattern(county.wangshu, "答", pattern, user=county.lin, at=AT)
    assert not LetterPattern.objects.exists()


def test_a_pattern_is_tried_then_set_and_serials_go_on(county: cast.County, clock: Any) -> None:
    first = cases.approved(moments.drafted(county), county, "2021-02-01")
    clock.at = cases.at("2021-02-01")
    client = cast.browser(county.lin)
    data = {"what": "pattern", "series": "答", "pattern": "望政公开答〔{year}〕{serial}号"}
    tried = client.post(PLACE, {**data, "try": "on"})
    assert tried.status_code == 200 and "望政公开答〔2021〕1号" in tried.content.decode()
    assert not LetterPattern.objects.exists()
    assert client.post(PLACE, data).status_code == 302
    second = cases.approved(moments.drafted(county), county, "2021-02-01")
    assert (first.number, second.number) == ("望舒镇公开答〔2021〕1号", "望政公开答〔2021〕2号")
    wrong = client.post(PLACE, {**data, "pattern": "望政{year}"})
    assert wrong.status_code == 422 and "望政{year}" in wrong.content.decode()


def test_a_template_is_taken_down_changed_checked_used_and_ended(county: cast.County, clock: Any) -> None:
    clock.at = cases.at("2021-02-01")
    client = cast.browser(county.lin)
    default = client.get(PLACE, {"default": "granted"})
    assert default.content == default_template("granted")
    assert client.get(PLACE, {"own": "granted"}).status_code == 404

    def upload(content: bytes) -> Any:
        file = SimpleUploadedFile("模板.docx", content)
        return client.post(PLACE, {"what": "template", "kind": "granted", "file": file})

    wrong = upload(default_template("extension_notice"))
    assert wrong.status_code == 422 and "缺少必须保留的字段" in wrong.content.decode()
    assert upload(b"not a document").status_code == 422
    assert not LetterTemplate.objects.exists()
    for _time in range(2):
        assert upload(default_template("granted")).status_code == 302
    assert LetterTemplate.objects.filter(ended_at=None).count() == 1
    assert client.get(PLACE, {"own": "granted"}).content == default_template("granted")
    end = {"what": "end", "kind": "granted"}
    assert client.post(PLACE, end).status_code == 302
    assert not LetterTemplate.objects.filter(ended_at=None).exists()
    assert LetterTemplate.objects.count() == 2  # what was used stays
    client.post(PLACE, end)
    assert Entry.objects.filter(act="template_ended").count() == 1


@pytest.mark.parametrize("person", ["gao", "he", "zhou", "fang", "ye"])
def test_who_is_not_the_disclosure_officer_changes_nothing(
    county: cast.County, clock: Any, person: str
) -> None:
    clock.at = AT
    who = getattr(county, person)
    client = cast.browser(who)
    assert client.get(PLACE).status_code == 403
    assert client.post(PLACE, {"what": "settings"}).status_code == 403
    with pytest.raises(Forbidden):
        settings.set_pattern(county.wangshu, "答", "{year}-{serial}", user=who, at=AT)
    with pytest.raises(Forbidden):
        settings.add_template(county.wangshu, "granted", default_template("granted"), user=who, at=AT)
    assert not LetterPattern.objects.exists() and not LetterTemplate.objects.exists()


def test_the_page_names_every_letter_and_asks_the_database_a_few_times(
    county: cast.County, clock: Any, django_assert_max_num_queries: Any
) -> None:
    clock.at = AT
    client = cast.browser(county.lin)
    with django_assert_max_num_queries(22):
        page = client.get(PLACE).content.decode()
    assert all(kind.name in page for kind in KINDS.values())
    assert client.post(PLACE, {"what": "everything"}).status_code == 404
