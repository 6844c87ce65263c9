"""The text of a compiled report: from the registers, its figures alive, overrides told, dated when signed."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.site.annual_reports import actions, compile_actions, compiling, signature
from gongkai.site.annual_reports.models import StoredFinding, Version
from gongkai.site.disclosure import actions as disclosure
from gongkai.site.disclosure import counts
from gongkai.site.disclosure.record_models import ChannelRecord
from gongkai.site.ledger.models import Entry
from gongkai.site.organs import registers
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.models import Gathering
from gongkai.site.organs.permissions import Forbidden
from tests.cast import AT, ON, County, browser
from tests.site import cases, items, reports
from tests.site.annual_reports.test_compile import LATER, made, written
from tests.site.applications.test_statistics import rows

NEW = "applications.received_new.total"


def codes(version: Version) -> list[str]:
    return [finding.code for finding in reports.fresh(version).all_findings()]


def one_section(version: Version) -> str:
    section = reports.fresh(version).reading.section(1)
    assert section is not None
    return section.text


def put(version: Version, cell: str, text: str, county: County) -> None:
    actions.correct_cell(version, cell, text, reason="纸质登记", user=county.lin, at=LATER)


def test_the_text_tells_what_the_registers_of_the_year_hold(county: County) -> None:
    town = county.wangshu
    document = items.published(county, title="消防通道管理办法", normative=True, document_number="")
    told = items.published(county, title="一图读懂", document_number="")
    disclosure.bind_interpretation(told, document, user=county.lin, at=AT)
    ChannelRecord.objects.create(item=told, channel="wechat", on=ON, by=county.lin)
    disclosure.record_adoption(town, "春耕做法", adopter="县政府办公室", on=ON, user=county.lin, at=AT)
    fields = {"kind": "meeting", "on": ON, "title": "专题会", "people": 12}
    registers.record_gathering(town, user=county.lin, today=ON, **fields)
    group = {"body": "group", "name": "许致远", "post": "镇长", "duty": "组长，全面负责", "since": ON}
    registers.add_member(town, user=county.lin, on=ON, **group)
    said = one_section(made(county, 2021))
    for words in (
        "2021年主动公开政府信息2条（上年0条）。",
        "按栏目分，较多的是突发公共事件2条（上年0条）。",
        "政务新媒体1条次（上年0条次）",
        "发布政策解读1篇（上年0篇）",
        "被上级机关采用信息1条（上年0条），另行统计",
        "公开工作领导小组共1人，由镇长任组长",
        "明确公开专员1人",
        "召开会议1次（12人次）",
    ):
        assert words in said


def test_what_came_before_or_after_the_year_is_not_told(county: County) -> None:
    for day in (date(2020, 12, 31), date(2022, 1, 1)):
        Gathering.objects.create(organ=county.wangshu, kind="meeting", on=day, title="会", people=9)
    assert "召开会议" not in one_section(made(county, 2021))


def test_an_override_is_told_with_both_numbers_until_it_is_taken_back(county: County) -> None:
    version = made(county, 2021)
    put(version, reports.GRANTED, "7", county)
    found = StoredFinding.objects.filter(version=version, code="overridden")
    assert [one.message for one in found] == ["“（一）予以公开·自然人”由记录计出0，报告里改为7"]
    correction = version.corrections.get()
    assert (correction.old, correction.new, correction.reason, correction.by) == (
        "0", "7", "纸质登记", county.lin
    )  # fmt: skip
    put(reports.fresh(version), reports.GRANTED, "0", county)
    assert "overridden" not in codes(version)


def test_the_public_is_not_told_of_overrides(county: County) -> None:
    version = made(county, 2021)
    put(version, "disclosure.licences.decisions", "7", county)
    version = written(reports.fresh(version), county)
    reports.worded(version, county.lin, LATER)
    reports.signed_and_published(version, county, LATER, show_findings=True)
    assert "由记录计出" not in browser().get("/o/wangshu/reports/2021/").content.decode()


def test_an_override_makes_the_figure_of_the_text_stale(county: County) -> None:
    rows(county.wangshu, 60)
    version = made(county, 2021)
    was = version.reading.cells[NEW]
    assert was and "figure_stale" not in codes(version)
    put(version, NEW, str(was + 1), county)
    assert "figure_stale" in codes(version)
    page = browser(county.lin).get(f"/office/reports/{version.pk}/").content.decode()
    assert f'<mark class="live stale">{was}<small>（现为{was + 1}）</small></mark>' in page
    assert '<span class="live">' in page


def test_records_that_moved_make_a_draft_stale_and_a_published_report_not(county: County) -> None:
    version = made(county, 2021)
    items.published(county, title="消防通道", document_number="")
    assert "figure_stale" in codes(version)
    version = Version.objects.get(pk=version.pk)
    version.published_at, version.published_by = LATER, county.lin
    version.save()
    assert "figure_stale" not in codes(version)


def test_a_figure_stays_bound_when_the_words_around_it_are_edited(county: County) -> None:
    version = made(county, 2021)
    bound = len(version.bindings)
    text = one_section(version).replace("2021年主动公开政府信息", "全年，本镇共公布信息")
    compile_actions.write_section(version, 1, text, user=county.lin, at=LATER)
    version = reports.fresh(version)
    assert len(version.bindings) == bound and "figure_stale" not in codes(version)
    items.published(county, title="消防通道", document_number="")
    assert "figure_stale" in codes(version)


def test_refreshing_a_section_puts_its_figures_right(county: County) -> None:
    version = made(county, 2021)
    items.published(county, title="消防通道", document_number="")
    client, page = browser(county.lin), f"/office/reports/{version.pk}/sections/1/"
    assert "（现为1）" in client.get(page).content.decode()
    assert client.post(page, {"act": "refresh"}).status_code == 302
    assert "主动公开政府信息1条" in one_section(version)
    assert "figure_stale" not in codes(version)
    again = client.post(page, {"act": "refresh"})
    assert again.status_code == 422 and "没有可以更新的数" in again.content.decode()


def test_a_figure_is_never_shown_by_colour_alone_and_never_as_markup(county: County) -> None:
    version = made(county, 2021)
    text = one_section(version).replace("（一）主动公开\n", "（一）主动公开\n<b>7</b>，")
    compile_actions.write_section(version, 1, text, user=county.lin, at=LATER)
    page = browser(county.lin).get(f"/office/reports/{version.pk}/").content.decode()
    assert "&lt;b&gt;7&lt;/b&gt;" in page and "<b>7</b>" not in page


def test_bindings_go_with_a_correction_and_never_into_the_report(county: County) -> None:
    version = made(county, 2021)
    for number in (1, 5, 6):
        section = version.reading.section(number)
        assert section is not None
        text = "\n".join(line for line in section.text.splitlines() if "待填写" not in line)
        compile_actions.write_section(
            version, number, text or "无其他需要报告的事项。", user=county.lin, at=LATER
        )
        version = reports.fresh(version)
    assert version.bindings and "published" not in version.content
    reports.worded(version, county.lin, LATER)
    published = reports.signed_and_published(version, county, LATER)
    anew = actions.start_correction(published.report, reason="漏报", user=county.lin, at=LATER)
    assert anew.bindings == version.bindings and anew.living


def test_a_day_of_signature_is_set_and_never_before_the_year_is_over(county: County) -> None:
    version = made(county)
    assert version.reading.signed_on is None
    with pytest.raises(Refused, match="不能早于2021-01-01"):
        signature.set_signed_on(version, date(2020, 12, 31), user=county.lin, at=AT)
    with pytest.raises(Refused, match="太晚"):
        signature.set_signed_on(version, date(2031, 1, 1), user=county.lin, at=AT)
    signature.set_signed_on(version, date(2021, 1, 8), user=county.lin, at=AT)
    assert reports.fresh(version).reading.signed_on == date(2021, 1, 8)
    line = Entry.objects.order_by("pk").last()
    assert line is not None and line.act == "signed_on_set"


def test_only_who_writes_the_report_dates_it_and_not_one_from_a_file(county: County) -> None:
    with pytest.raises(Forbidden):
        signature.set_signed_on(made(county), date(2021, 1, 8), user=county.he, at=AT)
    uploaded = reports.draft(county.tingyu, county.ye, reports.sample_report(organ="听雨镇人民政府"))
    with pytest.raises(Refused, match="以文件为准"):
        signature.set_signed_on(uploaded, date(2021, 1, 8), user=county.ye, at=AT)


def test_what_is_signed_off_without_a_day_bears_that_of_signing_off(county: County) -> None:
    version = written(made(county), county)
    signed = reports.signed(version, county)
    assert signed.reading.signed_on == ON
    assert signed.confirmation is not None and signed.digest != version.digest


def test_a_day_that_was_set_stays_when_signed_off(county: County) -> None:
    version = written(made(county), county)
    signature.set_signed_on(version, date(2021, 1, 8), user=county.lin, at=AT)
    signed = reports.signed(reports.fresh(version), county)
    assert signed.reading.signed_on == date(2021, 1, 8)


def test_a_wrong_day_on_the_page_is_refused_in_words(county: County) -> None:
    version = made(county)
    answer = browser(county.lin).post(
        f"/office/reports/{version.pk}/signed-on/", {"day": "2020-12-31"}, follow=True
    )
    assert "不能早于2021-01-01" in answer.content.decode()


def test_telling_takes_as_many_queries_whatever_there_is(county: County) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            compiling.facts_of(county.wangshu, 2021, "望舒镇")
        return len(context)

    few = queries()
    for number in range(4):
        items.published(county, title=f"信息{number}", document_number="")
    counts.save(
        county.wangshu, 2021, {("财政所", "fees", 1): Decimal(2)}, user=county.lin, at=cases.at("2022-01-20")
    )
    assert queries() == few


def test_a_word_can_be_written_on_a_figure_that_went_stale_after_the_last_saving(county: County) -> None:
    version = made(county, 2021)
    items.published(county, title="消防通道", document_number="")
    (finding,) = [one for one in reports.fresh(version).all_findings() if one.code == "figure_stale"][:1]
    assert not version.stored_findings.filter(code="figure_stale").exists()
    verdict = actions.judge(
        reports.fresh(version), finding.fingerprint, "right", reason="收录的旧件", user=county.lin, at=LATER
    )
    assert verdict.code == "figure_stale"
