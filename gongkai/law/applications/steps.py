"""办理七步 (Art. 10, 13-16, 30, 34-40, 42): the questions that lead from an application to its answer.

补不补 → 是不是 → 谁负责 → 有没有 → 给不给 → 怎么给 → 怎么答. The order is the one of practice, no
statute's. Every choice leads on to a later step or ends in an answer; what must be asked of others
first stands beside the question, since asking ends nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.translation import _

from ..citation import Article
from ..scope import GROUNDS
from .answers import ANSWERS


@dataclass(frozen=True)
class Choice:
    """A choice: either ``leads_to`` a step or ends in an ``answer``; the other is empty."""

    code: str
    label: str
    articles: tuple[Article, ...]
    """The law beside the choice; none where practice alone knows it."""
    leads_to: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Asking:
    """An act of ``case.ACTS`` by which others are asked before a choice is made."""

    code: str
    label: str
    articles: tuple[Article, ...]


@dataclass(frozen=True)
class Step:
    """One of the seven steps."""

    code: str
    title: str
    question: str
    choices: tuple[Choice, ...]
    askings: tuple[Asking, ...] = ()


def _ends(answer: str, label: str, *articles: Article) -> Choice:
    """A choice that ends in an answer, by default with the articles the answer cites."""
    return Choice(answer, label, articles or ANSWERS[answer].articles, answer=answer)


_ALL = (
    Step(
        "correct",
        _("补不补"),
        _("申请的内容齐全、明确吗？"),
        (
            Choice("clear", _("齐全、明确，能够据此检索"), (Article(29, 2),), leads_to="is_it"),
            _ends("unable_still_unclear", _("已经补正，申请内容仍不明确")),
            _ends("other_not_corrected", _("已经通知补正，申请人无正当理由逾期不补正")),
        ),
        (Asking("request_correction", _("一次性告知申请人补正"), (Article(30),)),),
    ),
    Step(
        "is_it",
        _("是不是"),
        _("这是应当按政府信息公开申请办理的申请吗？"),
        (
            Choice("application", _("是，继续办理"), (Article(2), Article(27)), leads_to="whose"),
            _ends("declined_petition", _("实际是信访、投诉、举报等")),
            _ends("declined_publication", _("要求提供政府公报、报刊、书籍等公开出版物")),
            _ends("refused_admin_query", _("查询工商、不动产登记资料等，法律、行政法规另有规定")),
            _ends("declined_repeat", _("已经答复过该申请人同样的申请")),
            _ends("declined_excessive", _("数量、频次明显超过合理范围，说明的理由不合理")),
            _ends("declined_confirm_reissue", _("要求确认或者重新出具已经获取的信息")),
            _ends("other_misc", _("申请人撤回申请，或者有其他不必继续办理的情形")),
        ),
        (Asking("ask_reasons", _("要求申请人说明理由"), (Article(35),)),),
    ),
    Step(
        "whose",
        _("谁负责"),
        _("这项信息由哪个机关负责公开？"),
        (
            Choice(
                "ours",
                _("本机关制作，或者从公民、法人和其他组织获取并保存"),
                (Article(10, 1),),
                leads_to="exists",
            ),
            Choice("lead", _("几个机关共同制作，本机关牵头"), (Article(10, 3),), leads_to="exists"),
            _ends("not_ours", _("其他机关负责公开")),
        ),
    ),
    Step(
        "exists",
        _("有没有"),
        _("检索到了吗？"),
        (
            Choice("found", _("有，是已经制作或者获取的信息"), (Article(38),), leads_to="give"),
            _ends("not_existing", _("经检索没有")),
            _ends("unable_needs_creation", _("没有现成的，需要加工、分析或者另行制作")),
        ),
    ),
    Step(
        "give",
        _("给不给"),
        _("有没有不予公开的依据？"),
        (
            _ends("granted_public", _("已经主动公开")),
            Choice(
                "disclosable",
                _("可以公开，或者去掉不予公开的部分以后可以公开"),
                (Article(13), Article(37)),
                leads_to="how",
            ),
            *(
                _ends(f"refused_{code}", _("不予公开：{label}").format(label=GROUNDS[code][0]))
                for code in GROUNDS
            ),
        ),
        (
            Asking("consult_third_party", _("书面征求第三方意见"), (Article(15), Article(32))),
            Asking("consult_co_maker", _("征求共同制作机关意见"), (Article(34),)),
        ),
    ),
    Step(
        "how",
        _("怎么给"),
        _("按什么形式提供？"),
        (
            Choice("as_asked", _("按申请人要求的形式"), (Article(40),), leads_to="reply"),
            Choice(
                "other_form",
                _("要求的形式可能危及载体安全或者成本过高，改用电子数据等其他形式"),
                (Article(40),),
                leads_to="reply",
            ),
            Choice("on_site", _("安排申请人查阅、抄录"), (Article(40),), leads_to="reply"),
            _ends("other_fee_unpaid", _("已经通知收取信息处理费，申请人逾期未缴纳")),
        ),
        (Asking("charge_fee", _("通知收取信息处理费"), (Article(42),)),),
    ),
    Step(
        "reply",
        _("怎么答"),
        _("提供全部，还是区分处理？"),
        (
            _ends("granted", _("提供全部信息，或者告知获取的方式、途径和时间")),
            _ends("partly_granted", _("区分处理：提供可以公开的部分，对其余部分说明理由")),
        ),
    ),
)

STEPS: dict[str, Step] = {step.code: step for step in _ALL}
"""Code → step, in order; the first is where every application begins."""

FIRST = _ALL[0].code


def paths(start: str = FIRST) -> Iterator[tuple[Choice, ...]]:
    """Every way through the steps, from ``start`` to an answer."""
    for choice in STEPS[start].choices:
        if choice.answer:
            yield (choice,)
        else:
            yield from ((choice, *rest) for rest in paths(choice.leads_to))
