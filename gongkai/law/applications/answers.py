"""答复的种类 (Art. 14-16, 30, 35-39, 42): every way an application ends, and what its reply needs.

An answer is finer than a row of table three of the annual report: two answers may share a row, and
every answer has exactly one. A guided page leads to them by the seven steps of ``steps.py``.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.translation import _

from ..citation import Article
from ..parameters import NotInForce
from ..scope import GROUNDS

IN_FORCE = date(2019, 5, 15)
"""The first day of the Regulation of 2019, and of every answer unless it says otherwise."""


class Section(StrEnum):
    """The six sections of results in table three."""

    GRANTED = "granted"
    PARTLY_GRANTED = "partly_granted"
    REFUSED = "refused"
    UNABLE = "unable"
    DECLINED = "declined"
    OTHER = "other"


SECTIONS = {
    Section.GRANTED: _("（一）予以公开"),
    Section.PARTLY_GRANTED: _("（二）部分公开"),
    Section.REFUSED: _("（三）不予公开"),
    Section.UNABLE: _("（四）无法提供"),
    Section.DECLINED: _("（五）不予处理"),
    Section.OTHER: _("（六）其他处理"),
}


@dataclass(frozen=True)
class Answer:
    """An answer: its row in the form of 2021, the step of the seven it is found at, what it needs.

    What it needs is what the reply must say or the file must hold before it leaves. Under
    ``refused_*`` and ``partly_granted`` the grounds are those of ``scope.GROUNDS``.
    """

    code: str
    label: str
    row: str
    section: Section
    step: str
    articles: tuple[Article, ...]
    """Empty where no article of the Regulation names the answer."""
    since: date = IN_FORCE
    needs_search_record: bool = False
    """检索记录: where, by whom, when and by which words was searched."""
    needs_reason: bool = False
    """Reasons in the organ's own words."""
    needs_parts: bool = False
    """Each part that is withheld, with its ground and reason (Art. 37)."""
    needs_third_party: bool = False
    """A third party's opinion was asked; its refusal has a good reason (Art. 15, 32)."""
    needs_responsible_organ: bool = False
    """Name and contact of the organ that discloses, where it can be determined (Art. 36(5))."""
    needs_earlier_case: bool = False
    """The application of the same applicant that was answered before (Art. 36(6))."""
    needs_channel: bool = False
    """Where to turn instead: to petition, to query a register, to get a publication."""
    needs_items: bool = False
    """Where the information stands in public (Art. 36(1))."""
    sends_information: bool = False

    @property
    def refuses(self) -> str:
        """The code of ``scope.GROUNDS`` that the whole is withheld on; empty where it is none."""
        ground = self.code.removeprefix("refused_")
        return ground if ground in GROUNDS and self.section is Section.REFUSED else ""


def _refused(ground: str) -> Answer:
    label, article = GROUNDS[ground]
    third_party = ground == "third_party"
    return Answer(
        code=f"refused_{ground}",
        label=label,
        row=f"refused_{ground}",
        section=Section.REFUSED,
        step="give",
        articles=(article, *((Article(32),) if third_party else ()), Article(36, item=3)),
        needs_reason=True,
        needs_third_party=third_party,
    )


_ALL = (
    Answer(
        "granted_public",
        _("已主动公开，告知获取的方式、途径"),
        row="granted",
        section=Section.GRANTED,
        step="give",
        articles=(Article(36, item=1),),
        needs_items=True,
    ),
    Answer(
        "granted",
        _("予以公开，提供信息"),
        row="granted",
        section=Section.GRANTED,
        step="reply",
        articles=(Article(36, item=2),),
        sends_information=True,
    ),
    Answer(
        "partly_granted",
        _("部分公开（区分处理）"),
        row="partly_granted",
        section=Section.PARTLY_GRANTED,
        step="reply",
        articles=(Article(37), Article(36, item=2), Article(36, item=3)),
        needs_parts=True,
        sends_information=True,
    ),
    *map(_refused, GROUNDS),
    Answer(
        "refused_admin_query",
        _("属于行政查询事项，按专门规定办理"),
        row="refused_admin_query",
        section=Section.REFUSED,
        step="is_it",
        articles=(Article(36, item=7),),
        needs_reason=True,
        needs_channel=True,
    ),
    Answer(
        "not_existing",
        _("经检索，政府信息不存在"),
        row="unable_not_held",
        section=Section.UNABLE,
        step="exists",
        articles=(Article(36, item=4),),
        needs_search_record=True,
    ),
    Answer(
        "not_ours",
        _("不属于本机关负责公开"),
        row="unable_not_held",
        section=Section.UNABLE,
        step="whose",
        articles=(Article(10), Article(36, item=5)),
        needs_reason=True,
        needs_responsible_organ=True,
    ),
    Answer(
        "unable_needs_creation",
        _("没有现成信息，需要另行制作"),
        row="unable_needs_creation",
        section=Section.UNABLE,
        step="exists",
        articles=(Article(38),),
        # The article asks for no search; that nothing ready is there is known by one.
        needs_search_record=True,
        needs_reason=True,
    ),
    Answer(
        "unable_still_unclear",
        _("补正后申请内容仍不明确"),
        row="unable_still_unclear",
        section=Section.UNABLE,
        step="correct",
        articles=(Article(30),),
        needs_reason=True,
    ),
    Answer(
        "declined_petition",
        _("信访、投诉、举报等，不作为政府信息公开申请处理"),
        row="declined_petition",
        section=Section.DECLINED,
        step="is_it",
        articles=(Article(39, 1),),
        needs_channel=True,
    ),
    Answer(
        "declined_repeat",
        _("重复申请，不予重复处理"),
        row="declined_repeat",
        section=Section.DECLINED,
        step="is_it",
        articles=(Article(36, item=6),),
        needs_earlier_case=True,
    ),
    Answer(
        "declined_publication",
        _("要求提供公开出版物，告知获取的途径"),
        row="declined_publication",
        section=Section.DECLINED,
        step="is_it",
        articles=(Article(39, 2),),
        needs_channel=True,
    ),
    Answer(
        "declined_excessive",
        _("无正当理由大量反复申请，不予处理"),
        row="declined_excessive",
        section=Section.DECLINED,
        step="is_it",
        articles=(Article(35),),
        needs_reason=True,
    ),
    Answer(
        "declined_confirm_reissue",
        _("要求确认或者重新出具已获取的信息，不予处理"),
        row="declined_confirm_reissue",
        section=Section.DECLINED,
        step="is_it",
        articles=(),
        needs_reason=True,
    ),
    Answer(
        "other_not_corrected",
        _("无正当理由逾期不补正，不再处理"),
        row="other_not_corrected",
        section=Section.OTHER,
        step="correct",
        articles=(Article(30),),
    ),
    Answer(
        "other_fee_unpaid",
        _("逾期未缴纳信息处理费，不再处理"),
        row="other_fee_unpaid",
        section=Section.OTHER,
        step="how",
        articles=(Article(42),),
        since=date(2021, 1, 1),  # the Measures on the fee
    ),
    Answer(
        "other_misc",
        _("申请人撤回等其他情形"),
        row="other_misc",
        section=Section.OTHER,
        step="is_it",
        articles=(),
        needs_reason=True,
    ),
)

ANSWERS: dict[str, Answer] = {answer.code: answer for answer in _ALL}
"""Code → answer, in the order of table three."""

FORMS = ("2019", "2021")


def row(code: str, form: str) -> str:
    """The row of table three that counts the answer; ``form`` is the id of a form, 2019 or 2021.

    The form of 2019 has one row for every other ending.
    """
    if form not in FORMS:
        raise ValueError(form)
    answer = ANSWERS[code]
    return "other" if form == "2019" and answer.section is Section.OTHER else answer.row


def cited(code: str, on: date) -> tuple[Article, ...]:
    """The articles a reply of the day rests on. Raises NotInForce before there was such an answer."""
    answer = ANSWERS[code]
    if on < answer.since:
        raise NotInForce(
            _("{day}时还不能这样答复：“{label}”自{first}起才有依据").format(
                day=on, label=answer.label, first=answer.since
            )
        )
    return answer.articles
