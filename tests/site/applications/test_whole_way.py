"""From receipt to archive, through every stop on the way, with the clock of the law."""

from datetime import date

import pytest

from gongkai.law.applications.case import Stage
from gongkai.site.applications.actions import cases as endings
from gongkai.site.applications.actions import consultation, correction, letters, reply
from gongkai.site.applications.models import Application, Consulted
from gongkai.site.applications.people import Party
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from tests import cast
from tests.site import cases


def test_an_application_is_corrected_asked_about_extended_partly_granted_and_filed(
    county: cast.County,
) -> None:
    application = cases.registered(county, "2021-01-25")
    assert application.stage == Stage.HANDLING
    assert application.due_on == date(2021, 2, 25)

    notice = correction.request(
        application, "请写明年度。", date(2021, 3, 5), user=county.gao, at=cases.at("2021-01-29")
    )
    assert cases.fresh(application).stage == Stage.HANDLING  # nothing has left yet
    cases.sent(notice, county, "2021-02-01")
    assert cases.fresh(application).stage == Stage.CORRECTING
    assert cases.fresh(application).due_on is None
    correction.receive(
        cases.fresh(application), date(2021, 3, 1), "2020年的。", user=county.gao, at=cases.at("2021-03-01")
    )

    asking = consultation.ask(
        cases.fresh(application),
        Consulted.THIRD_PARTY,
        Party("云川县某建设有限公司", address="云川县河西街1号"),
        "养护合同的报价",
        user=county.gao,
        at=cases.at("2021-03-08"),
    )
    cases.sent(asking, county, "2021-03-08")
    assert cases.fresh(application).stage == Stage.CONSULTING
    assert asking.consultation is not None
    consultation.record(
        asking.consultation,
        date(2021, 3, 22),
        "refuses_with_reason",
        "报价是商业秘密。",
        user=county.gao,
        at=cases.at("2021-03-22"),
    )
    assert cases.fresh(application).stage == Stage.HANDLING
    assert cases.fresh(application).due_on == date(2021, 4, 13)

    notice = reply.extend(
        cases.fresh(application), 20, "需要区分处理的内容较多。", user=county.gao, at=cases.at("2021-04-09")
    )
    cases.sent(notice, county, "2021-04-12")
    assert cases.fresh(application).due_on == date(2021, 5, 12)

    reply.separate(
        cases.fresh(application),
        [
            {"text": "养护计划", "given": True, "ground": "", "reason": ""},
            {"text": "合同报价", "given": False, "ground": "third_party", "reason": "属于商业秘密"},
        ],
        user=county.gao,
        at=cases.at("2021-05-06"),
    )
    answer = reply.decide(
        cases.fresh(application),
        reply.Decision("partly_granted", {"manner": "复制件随本答复书一并送达。"}),
        user=county.gao,
        at=cases.at("2021-05-06"),
    )
    answer = cases.approved(answer, county, "2021-05-07")
    assert answer.number == "望舒镇公开答〔2021〕1号"
    assert cases.fresh(application).stage == Stage.SIGNED
    for other in cases.fresh(application).letters.under_way().exclude(pk=answer.pk):
        cases.sent(other, county, "2021-05-07")
    cases.sent(answer, county, "2021-05-08")
    closed = cases.fresh(application)
    assert (closed.stage, closed.answer, closed.closed_on) == (
        Stage.CLOSED,
        "partly_granted",
        date(2021, 5, 8),
    )
    assert closed.used_days == 37  # of the 40 that the extension made of twenty

    endings.archive(closed, user=county.lin, at=cases.at("2021-05-10"))
    assert cases.fresh(application).stage == Stage.ARCHIVED
    lines = Entry.objects.filter(room="applications").values_list("act", flat=True)
    assert list(lines[:3]) == ["registered", "correction_drafted", "letter_signed"]
    assert not any(
        "王晓禾" in entry.detail or "王晓禾" in entry.subject_text for entry in Entry.objects.all()
    )


def test_nothing_is_sent_before_its_layers_have_approved_it(county: cast.County) -> None:
    application = cases.registered(county)
    notice = correction.request(
        application, "请写明年度。", date(2021, 3, 5), user=county.gao, at=cases.at("2021-01-26")
    )
    with pytest.raises(Refused, match="还没有签发"):
        letters.send(notice, "in_person", date(2021, 1, 26), user=county.gao, at=cases.at("2021-01-26"))
    assert Application.objects.get().correction_notified_on is None
