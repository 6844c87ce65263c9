"""Is it a normative document 行政规范性文件? The questions that tell it from ordinary papers.

The definition is the one in common use: made public by an administrative organ within its
powers, concerning rights and duties of citizens and organisations, binding in general, applied
again and again for some time. What to leave out is practice; the answer is advice, and a person
decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.translation import _


@dataclass(frozen=True)
class Question:
    """``speaks_for``: the answer with which the paper can still be a normative document."""

    code: str
    text: str
    speaks_for: bool
    otherwise: str
    """Why it is none, answered the other way."""


QUESTIONS = (
    Question(
        "organ",
        _("由行政机关或者经授权的组织制定，面向社会公开发布"),
        True,
        _("不是行政机关面向社会发布的，不是规范性文件"),
    ),
    Question(
        "rights",
        _("涉及公民、法人和其他组织的权利义务"),
        True,
        _("不涉及公民、法人和其他组织的权利义务"),
    ),
    Question("general", _("对不特定的人普遍适用"), True, _("只对特定的人或者事，不具有普遍约束力")),
    Question("repeated", _("在一定期限内反复适用"), True, _("一次用完，不反复适用")),
    Question(
        "internal", _("只管机关内部的人事、财务、办公等事务"), False, _("只管内部事务，属于内部管理文件")
    ),
    Question(
        "routine",
        _("是工作要点、计划、总结、会议纪要、请示、报告、表彰通报"),
        False,
        _("是日常工作文件，不创设权利义务"),
    ),
    Question("single", _("是对具体事项的处理决定、批复、复函"), False, _("是对具体事项的决定")),
    Question("forwarded", _("只是转发上级文件，没有增加规定"), False, _("只是转发，规定在原文件里")),
)


def reasons_against(answers: Mapping[str, bool]) -> list[str]:
    """Why the paper is no normative document; empty where every answer speaks for it.

    Raises KeyError where an answer is missing.
    """
    return [one.otherwise for one in QUESTIONS if answers[one.code] is not one.speaks_for]
