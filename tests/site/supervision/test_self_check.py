"""要点落实情况自查报告: claims lead to evidence, gaps are named, what was checked stays, papers, item."""

import io

import docx
import pypdfium2
import pytest

from gongkai.annual_report.compilation import compiled
from gongkai.annual_report.drafting import drafted
from gongkai.annual_report.rendering import docx as docx_writer
from gongkai.annual_report.rendering import pdf
from gongkai.site.annual_reports.records import facts_of
from gongkai.site.disclosure import actions as disclosure
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.models import Organ
from gongkai.site.organs.permissions import Forbidden
from gongkai.site.supervision.points import checking, papers, plans, proof, report, tasks
from gongkai.site.supervision.points.models import SelfCheck, TaskEvidence
from gongkai.site.supervision.points.parsing import Found
from tests import cast
from tests.cast import AT, County
from tests.site import items, pointed
from tests.site.pointed import at


def content(county: County, plan, day: str = "2021-04-10"):
    organ, maker = (Organ.objects.named(cast.ON).get(pk=pk) for pk in (county.wangshu.pk, plan.organ_id))
    plan.organ = maker
    found = SelfCheck.objects.filter(organ=organ, plan=plan).first()
    return report.built(organ, plan, found.texts.last() if found else None, at(day).date())


def test_the_counts_are_those_of_the_records(county: County) -> None:
    said = content(county, pointed.mixed(county))["overview"]
    assert said == [
        "本报告所对照的是《云川县2021年政务公开工作要点》（云政办发〔2021〕2号），2021年1月18日由云川县人民政府印发。",
        "本机关承担的要点4条，任务4项。",
        "截至2021年4月10日，已确认完成1项，已报完成待确认1项，推进中1项，未开始1项，退回0项；"
        "逾期未完成2项。附佐证材料1件。",
    ]


def test_every_claim_leads_to_its_evidence_and_every_evidence_has_its_claim(county: County) -> None:
    plan = pointed.mixed(county)
    task = plan.points.get(serial=2).tasks.get()
    (split,) = tasks.assign(
        task.point, [county.wangshu], parent=task, done_when="起草", due_on=task.due_on, section="财政所",
        user=county.lin, at=AT,
    )  # fmt: skip
    proof.add_file(split, items.word(), "预算草案.docx", user=county.gao, at=AT)
    made = content(county, plan)
    claimed = [number for point in made["points"] for one in point["tasks"] for number in one["evidence"]]
    assert claimed == [one["number"] for one in made["evidence"]] == [1, 2]
    first, second = made["evidence"]
    item = TaskEvidence.objects.get(pk=first["id"]).item
    assert item and first["address"] == f"/i/{item.pk}/"
    assert (second["kind"], second["address"], second["task"]) == ("文件", "", task.pk)
    assert made["points"][1]["tasks"][0]["done"] == [
        "2021年1月20日，预算草案已提请审议。", "分解任务1项，已确认完成0项。"
    ]  # fmt: skip


def test_gaps_are_named_with_their_days(county: County) -> None:
    made = content(county, pointed.mixed(county))
    assert [one["text"] for one in made["gaps"]] == [
        "“公开要点2所列的信息”逾期10天没有报完成，没有佐证。",
        "“公开要点3所列的信息”没有佐证。",
        "“公开要点4所列的信息”逾期43天没有报完成，没有佐证。",
    ]


def test_what_an_organ_added_to_the_superiors_plan_is_reported_with_it(county: County) -> None:
    plan = pointed.issued(county)
    pointed.given(county, plan)
    own = plans.make(county.wangshu, above=plan, **pointed.FIELDS, user=county.lin, at=AT)
    plans.add_points(own, [Found("", "", "公开村级事务")], user=county.lin, at=AT)
    plans.issue(own, user=county.lin, at=AT)
    tasks.assign(
        own.points.get(), [county.wangshu], done_when="各村公开", due_on=pointed.DUE, user=county.lin, at=AT
    )
    made = content(county, plan)
    assert "任务2项（其中本机关自行增加1项）" in made["overview"][1]
    assert [point["text"] for point in made["points"]][1] == "公开村级事务"


def test_text_is_kept_in_versions_and_stands_as_it_was_written(county: County) -> None:
    plan = pointed.mixed(county)
    for words in ("第一稿", "第二稿"):
        checking.write(county.wangshu, plan, opening=words, next_steps="补齐", user=county.gao, at=AT)
    assert SelfCheck.objects.get().texts.count() == 2
    assert content(county, plan)["opening"] == "第二稿"


def test_a_report_goes_up_with_next_steps_and_is_frozen(county: County) -> None:
    plan = pointed.mixed(county)
    text = checking.write(county.wangshu, plan, opening="总体", next_steps="", user=county.gao, at=AT)
    with pytest.raises(Refused, match="下一步安排"):
        checking.send(text.report, user=county.gao, at=AT)
    found = pointed.sent(county, plan)
    with pytest.raises(Refused, match="正在核对"):
        checking.write(county.wangshu, plan, opening="改", next_steps="改", user=county.gao, at=AT)
    tasks.report_done(plan.points.get(serial=2).tasks.get(), "公开了", user=county.gao, at=AT)
    found.refresh_from_db()
    assert found.content == SelfCheck.objects.get().content and "推进中1项" in found.content["overview"][2]


def test_a_second_person_checks_exactly_what_was_sent(county: County) -> None:
    found = pointed.sent(county)
    for person in (county.gao, county.lin, county.gu, county.fang):
        with pytest.raises(Forbidden):
            checking.check(found, found.digest, user=person, at=AT)
    with pytest.raises(Refused, match="有改动"):
        checking.check(found, "0" * 64, user=county.he, at=AT)
    SelfCheck.objects.update(content={**found.content, "opening": "偷改"})
    with pytest.raises(Refused, match="有改动"):
        checking.check(found, found.digest, user=county.he, at=AT)
    SelfCheck.objects.update(content=found.content)
    checking.check(found, found.digest, user=county.song, at=AT)
    found.refresh_from_db()
    assert found.checked_by == county.song


def test_who_sent_it_does_not_check_it(county: County) -> None:
    plan = pointed.mixed(county)
    text = checking.write(county.wangshu, plan, opening="", next_steps="补齐", user=county.he, at=AT)
    found = checking.send(text.report, user=county.he, at=AT)
    with pytest.raises(Refused, match="不能自己核对"):
        checking.check(found, found.digest, user=county.he, at=AT)


def test_sent_back_it_can_be_written_again_and_final_it_stays(county: County) -> None:
    found = pointed.sent(county)
    with pytest.raises(Refused, match="意见"):
        checking.give_back(found, remark=" ", user=county.he, at=AT)
    checking.give_back(found, remark="补一句", user=county.he, at=AT)
    assert SelfCheck.objects.get().remark == "补一句" and SelfCheck.objects.get().content is None
    pointed.final(county, found.plan)
    with pytest.raises(Refused, match="已经定稿"):
        checking.write(county.wangshu, found.plan, opening="", next_steps="改", user=county.gao, at=AT)
    with pytest.raises(Refused, match="不在核对中"):
        checking.give_back(found, remark="晚了", user=county.he, at=AT)


def test_an_organ_without_tasks_has_no_report(county: County) -> None:
    with pytest.raises(Refused, match="没有本机关的任务"):
        checking.write(
            county.tingyu, pointed.mixed(county), opening="", next_steps="补", user=county.ye, at=AT
        )


def test_the_papers_say_what_the_page_says_with_addresses(county: County) -> None:
    found = pointed.final(county)
    made = papers.document(found.content, "https://gov.example")
    address = found.content["evidence"][0]["address"]
    words = [paragraph.text for paragraph in docx.Document(io.BytesIO(docx_writer.written(made))).paragraphs]
    assert words[:2] == ["望舒镇人民政府", "2021年政务公开要点落实情况自查报告"]
    assert "四月底前补齐。" in words
    assert f"1．公开的信息：望舒镇2021年发展规划（2021年1月20日） https://gov.example{address}" in words
    assert any(
        line.startswith("落实：2021年2月1日，规划已经公开。（2021年2月2日确认完成；佐证1）") for line in words
    )
    assert "1．“公开要点2所列的信息”逾期10天没有报完成，没有佐证。" in words
    printed = pypdfium2.PdfDocument(pdf.written(made))
    text = "".join(page.get_textpage().get_text_bounded() for page in printed)
    assert "四、下一步安排" in text and "望舒镇2021年发展规划" in text
    assert pdf.written(made) == pdf.written(made)


def test_a_final_report_becomes_an_item_by_the_ordinary_review(county: County) -> None:
    waiting = pointed.sent(county)
    with pytest.raises(Refused, match="还没有定稿"):
        checking.draft_item(waiting, None, user=county.lin, at=AT)
    checking.check(waiting, waiting.digest, user=county.he, at=AT)
    version = checking.draft_item(waiting, items.column(county.wangshu), user=county.lin, at=AT)
    assert version.title == "望舒镇人民政府2021年政务公开要点落实情况自查报告"
    assert waiting.content["evidence"][0]["address"] in version.body and "四月底前补齐" in version.body
    disclosure.submit(version, user=county.lin, at=AT)
    passed = items.passed(county, items.fresh(version))
    disclosure.publish(passed, passed.digest, user=county.lin, at=AT)
    with pytest.raises(Refused, match="已经起草过"):
        checking.draft_item(waiting, None, user=county.lin, at=AT)


def test_section_one_of_the_annual_report_tells_it(county: County) -> None:
    pointed.final(county)
    facts = facts_of(county.wangshu, 2021, "望舒镇人民政府")
    section = drafted(compiled(facts), facts).section(1)
    assert section
    assert "全年完成自查报告1份（《望舒镇人民政府2021年政务公开要点落实情况自查报告》）。" in section.text
    assert not facts_of(county.wangshu, 2020, "望舒镇人民政府").told.more
