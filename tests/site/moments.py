"""Moments of an application at which a test begins, reached by acts alone. Received on 2021-01-25."""

from datetime import date

from gongkai.law.applications.receipt import Channel
from gongkai.site.applications.actions import consultation, correction, fees, receipt, reply
from gongkai.site.applications.models import Application, Consultation, Consulted, Letter
from gongkai.site.applications.people import Party
from tests import cast
from tests.site import cases

PARTY = Party("云川县某建设有限公司", address="云川县河西街1号")
RECORDS = receipt.Request("户籍登记表", "出生日期登记有误，请更正为1980年6月1日。", subject="records")


def unconfirmed(county: cast.County) -> Application:
    return cases.registered(county, channel=Channel.FAX)


def handling(county: cast.County) -> Application:
    return cases.registered(county)


def records(county: cast.County) -> Application:
    return cases.registered(county, request=RECORDS)


def correcting(county: cast.County) -> Application:
    """Told on 2021-01-26, to correct by 2021-02-20."""
    application = handling(county)
    notice = correction.request(
        application, "请写明年度。", date(2021, 2, 20), user=county.gao, at=cases.at("2021-01-26")
    )
    cases.sent(notice, county, "2021-01-26")
    return cases.fresh(application)


def corrected(county: cast.County) -> Application:
    """Corrected on 2021-02-01."""
    return correction.receive(
        correcting(county), date(2021, 2, 1), "2020年的。", user=county.gao, at=cases.at("2021-02-01")
    )


def asking(county: cast.County, kind: Consulted = Consulted.THIRD_PARTY) -> Letter:
    """A letter that asks for an opinion, drafted on 2021-01-27."""
    return consultation.ask(
        handling(county),
        kind,
        PARTY,
        "养护合同的报价",
        date(2021, 2, 10) if kind == Consulted.ORGAN else None,
        user=county.gao,
        at=cases.at("2021-01-27"),
    )


def consulting(county: cast.County) -> Application:
    """A third party was asked on 2021-01-27; its opinion is due on 2021-02-22."""
    letter = cases.sent(asking(county), county, "2021-01-27")
    return cases.fresh(letter.application)


def consultation_of(application: Application) -> Consultation:
    return application.consultations.get()


def answered_by_third_party(county: cast.County, opinion: str = "refuses_with_reason") -> Application:
    application = consulting(county)
    consultation.record(
        consultation_of(application),
        date(2021, 2, 1),
        opinion,
        "报价是商业秘密。",
        user=county.gao,
        at=cases.at("2021-02-01"),
    )
    for letter in application.letters.under_way().exclude(kind="receipt"):
        cases.sent(letter, county, "2021-02-01")
    return cases.fresh(application)


def reasoning(county: cast.County) -> Application:
    """Asked for reasons on 2021-01-27, to be given by 2021-02-10."""
    notice = reply.ask_reasons(
        handling(county), "一个月内申请30件。", date(2021, 2, 10), user=county.gao, at=cases.at("2021-01-27")
    )
    cases.sent(notice, county, "2021-01-27")
    return cases.fresh(notice.application)


def reasoned(county: cast.County, sound: bool = True) -> Application:
    return reply.receive_reasons(
        reasoning(county), date(2021, 2, 1), sound, "用于研究。", user=county.gao, at=cases.at("2021-02-01")
    )


def paying(county: cast.County) -> Application:
    """Told to pay on 2021-01-27, until 2021-03-01."""
    return charged(handling(county), county)


def charged(application: Application, county: cast.County) -> Application:
    notice = fees.charge(
        application, "pages", 250, "一次申请全部账页。", user=county.gao, at=cases.at("2021-01-27")
    )
    cases.sent(notice, county, "2021-01-27")
    return cases.fresh(application)


def drafted(county: cast.County) -> Letter:
    """A reply that gives everything, drafted on 2021-02-01."""
    return reply.decide(
        handling(county),
        reply.Decision("granted", {"manner": "复制件随本答复书一并送达。"}),
        user=county.gao,
        at=cases.at("2021-02-01"),
    )


def closed(county: cast.County) -> Application:
    """Answered and served on 2021-02-01, nothing left to send."""
    letter = cases.sent(drafted(county), county, "2021-02-01")
    for other in letter.application.letters.under_way():
        cases.sent(other, county, "2021-02-01")
    return cases.fresh(letter.application)


def another(county: cast.County) -> Application:
    """A second application of the same person."""
    return cases.registered(county, "2021-01-26")
