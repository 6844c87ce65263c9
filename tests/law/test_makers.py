"""Who discloses, who confirms, what may be forwarded."""

import pytest

from gongkai.law.makers import Outcome, discloser, may_forward, unconfirmed


@pytest.mark.parametrize(
    ("source", "maker", "lead", "organ", "article"),
    [
        ("made", "", "", "", "第十条第一款"),
        ("others", "某公司", "", "", "第十条第一款"),
        ("organ", "云川县财政局", "", "云川县财政局", "第十条第一款"),
        ("organ", "", "", "制作机关", "第十条第一款"),
        ("made", "", "听雨镇人民政府", "听雨镇人民政府", "第十条第三款"),
    ],
)
def test_the_maker_discloses_the_keeper_or_the_lead(source, maker, lead, organ, article):
    answers = discloser(source, maker=maker, lead=lead)
    assert answers.organ == organ
    assert str(answers.article).endswith(article)


def test_silence_and_objection_confirm_nothing_and_who_is_not_concerned_need_not():
    asked = ["甲", "乙", "丙", "丁"]
    answers = {"甲": Outcome.AGREED, "乙": Outcome.OBJECTED, "丙": Outcome.UNCONCERNED, "丁": ""}
    assert unconfirmed(asked, answers) == ["乙", "丁"]
    assert unconfirmed(["戊"], {}) == ["戊"]


@pytest.mark.parametrize(
    ("own", "original", "may"),
    [
        ("publish", "publish", True),
        ("publish", "on_request", False),
        ("publish", "withheld", False),
        ("on_request", "publish", True),
        ("on_request", "on_request", True),
        ("on_request", "withheld", False),
        ("withheld", "withheld", True),
    ],
)
def test_a_paper_is_never_more_open_than_the_original_it_forwards(own, original, may):
    assert may_forward(own, original) is may
