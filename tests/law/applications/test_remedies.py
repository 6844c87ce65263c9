"""Review and suit by answer and day: since 2024-01-01 review first against what is withheld (Art. 14-16)."""

from datetime import date, timedelta

import pytest

from gongkai.law.applications.answers import ANSWERS
from gongkai.law.applications.remedies import (
    DISCLOSED_TO_OTHERS,
    WITHOUT_REMEDY,
    remedy,
    remedy_of,
)

BODY, COURT = "云泽县人民政府", "云泽县人民法院"
REVIEW_FIRST = {
    "refused_state_secret",
    "refused_other_law",
    "refused_safety_stability",
    "refused_third_party",
    "refused_internal_affairs",
    "refused_process",
    "refused_enforcement_file",
}
LAST_OF_OLD, FIRST_OF_NEW = date(2023, 12, 31), date(2024, 1, 1)
DAYS = [
    *(date(year, month, 1) for year in range(2020, 2027) for month in (1, 7)),
    date(2019, 5, 15),
    date(2019, 12, 31),
    LAST_OF_OLD,
    date(2026, 6, 30),
    date(2026, 12, 31),
]


def text(code: str, on: date, *, withheld: bool = True) -> str:
    return remedy(code, on, review_body=BODY, court=COURT, withheld=withheld)


@pytest.mark.parametrize("on", DAYS, ids=str)
@pytest.mark.parametrize("code", ANSWERS)
def test_every_answer_on_every_day(code: str, on: date) -> None:
    found = remedy_of(code, on)
    assert found is not None
    new = on >= FIRST_OF_NEW
    assert found.review_first == (new and code in REVIEW_FIRST | {"partly_granted"})
    assert found.partly == (new and code == "partly_granted")
    assert found.suit_months == (None if new and code in REVIEW_FIRST else 6)
    assert (found.review_days, found.suit_days_after_review) == (60, 15)
    printed = text(code, on)
    assert BODY in printed and COURT in printed and "60日内" in printed
    assert ("应当" in printed) == found.review_first
    assert ("6个月内" in printed) == (found.suit_months is not None)
    assert ("15日内" in printed) == found.review_first


def test_before_the_revised_law_either_way_is_open() -> None:
    assert text("refused_process", LAST_OF_OLD) == (
        "如对本答复不服，可以自收到本答复之日起60日内向云泽县人民政府申请行政复议，"
        "或者自收到本答复之日起6个月内向云泽县人民法院提起行政诉讼。"
    )


def test_from_the_revised_law_on_review_comes_first() -> None:
    assert text("refused_process", FIRST_OF_NEW) == (
        "如对本答复不服，应当自收到本答复之日起60日内先向云泽县人民政府申请行政复议；"
        "对行政复议决定不服的，可以自收到行政复议决定书之日起15日内向云泽县人民法院提起行政诉讼。"
    )


def test_of_a_partly_granted_one_only_the_withheld_parts_are_reviewed_first() -> None:
    printed = text("partly_granted", FIRST_OF_NEW)
    assert "不予公开的部分不服，应当" in printed and "其他内容不服，可以" in printed
    found = remedy_of("partly_granted", FIRST_OF_NEW, withheld=False)
    assert found is not None and not found.review_first
    assert text("partly_granted", FIRST_OF_NEW, withheld=False) == text("granted", FIRST_OF_NEW)


def test_a_register_query_is_not_in_the_group_though_its_row_is_below_refusals() -> None:
    found = remedy_of("refused_admin_query", FIRST_OF_NEW)
    assert found is not None and not found.review_first


@pytest.mark.parametrize("code", sorted(WITHOUT_REMEDY))
def test_a_notice_that_decides_nothing_has_no_remedy_of_its_own(code: str) -> None:
    for on in DAYS:
        assert remedy_of(code, on) is None
        assert text(code, on) == ""


def test_a_third_party_told_of_disclosure_may_go_either_way() -> None:
    found = remedy_of(DISCLOSED_TO_OTHERS, FIRST_OF_NEW)
    assert found is not None and not found.review_first
    assert text(DISCLOSED_TO_OTHERS, FIRST_OF_NEW).startswith("如对本告知书不服，可以")


def test_a_code_that_is_none_is_an_error() -> None:
    with pytest.raises(KeyError):
        remedy_of("refused_out_of_spite", FIRST_OF_NEW)


def test_the_articles_are_those_of_the_day() -> None:
    def articles(on: date) -> list[str]:
        found = remedy_of("refused_state_secret", on)
        assert found is not None
        return [str(article) for article in found.articles]

    assert "《行政复议法》（2017年）第九条" in articles(LAST_OF_OLD)
    assert "《行政诉讼法》第四十六条" in articles(LAST_OF_OLD)
    assert "《行政复议法》第二十条" in articles(FIRST_OF_NEW)
    assert "《行政复议法》第二十三条第一款第（四）项" in articles(FIRST_OF_NEW)
    assert "《行政诉讼法》第四十六条" not in articles(FIRST_OF_NEW)
    assert "《行政复议法实施条例》第三十一条" in articles(date(2026, 7, 1))


def test_every_day_of_the_years_has_a_remedy() -> None:
    on = date(2019, 5, 15)
    while on <= date(2026, 12, 31):
        found = remedy_of("refused_third_party", on)
        assert found is not None and found.review_first == (on >= FIRST_OF_NEW)
        on += timedelta(days=1)
