"""The acts of a case as pages: code → form, act, words. Whether it may be done the law says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongkai.law.applications import records
from gongkai.law.applications.case import ACTS
from gongkai.law.applications.records import Outcome
from gongkai.law.citation import Article

from .act_forms import (
    ActForm,
    AskForm,
    AssignForm,
    AssistanceForm,
    CoMakerForm,
    ConfirmForm,
    CorrectedForm,
    CorrectionForm,
    ExtendForm,
    FeeForm,
    MergeForm,
    PaymentForm,
    PlainForm,
    PostponeForm,
    PublicInterestForm,
    ReasonsForm,
    ReasonsReceivedForm,
    RecordsForm,
    SearchForm,
    ThirdPartyForm,
    WithdrawForm,
)
from .actions import cases, consultation, correction, fees, receipt, reply, sections
from .models import Application
from .people import Party
from .rows_forms import PiecesForm, SplitForm
from .step_models import Consulted

Run = Callable[..., object]
"""Application, form, and by whom, when, from which edition: carries the act out."""


@dataclass(frozen=True)
class ActPage:
    """``law``: the act of the law's table whose conditions hold for it; ``article``: where it stands."""

    title: Any
    law: str
    article: Article
    form: type[ActForm]
    run: Run
    explanation: Any
    button: Any
    done: Any
    drafts: bool = False
    """A letter that has to be approved and sent before anything changes."""
    permission: str = "applications.handle"
    then: str = ""
    """Where the work goes on: "steps", or the case; a letter that was drafted always comes first."""


def _by_values(act: Callable[..., object]) -> Run:
    """The act takes what its form holds, field by field."""
    return lambda application, form, **who: act(application, **form.cleaned_data, **who)


def _asking(kind: Consulted) -> Run:
    def run(application: Application, form: AskForm, **who: Any) -> object:
        given = form.cleaned_data
        return consultation.ask(
            application,
            kind,
            Party(given["name"], given["address"], given["phone"]),
            given["about"],
            given.get("reply_by"),
            given.get("proposal", ""),
            **who,
        )

    return run


def _separate(application: Application, form: PiecesForm, **who: Any) -> object:
    return reply.separate(application, form.pieces, **who)


def _split(application: Application, form: SplitForm, **who: Any) -> object:
    return cases.split(application, form.requests, **who)


def _merge(application: Application, form: MergeForm, **who: Any) -> object:
    into = Application.objects.get(pk=form.cleaned_data["into"])
    return cases.merge(application, into, **who)


def _decide_records(application: Application, form: RecordsForm, **who: Any) -> object:
    given = form.cleaned_data
    outcome = Outcome(given["outcome"])
    return reply.decide_records(application, outcome, given["text"], given["organ"], given["contact"], **who)


_DRAFT = _("起草并送审")


def _page(
    code: str, form: type[ActForm], run: Run, explanation: Any, button: Any, done: Any, **more: Any
) -> ActPage:
    more.setdefault("law", code)
    more.setdefault("title", ACTS[more["law"]].name)
    more.setdefault("article", ACTS[more["law"]].article)
    more.setdefault("drafts", button == _DRAFT)
    return ActPage(form=form, run=run, explanation=explanation, button=button, done=done, **more)


PAGES: dict[str, ActPage] = {
    "confirm": _page(
        "confirm",
        ConfirmForm,
        _by_values(receipt.confirm),
        _("与申请人确认收到申请，确认之日起计算答复期限，同时生成登记回执。"),
        _("登记确认"),
        _("已确认收到，登记回执可以送出了"),
    ),
    "request_correction": _page(
        "request_correction",
        CorrectionForm,
        _by_values(correction.request),
        _("申请内容不明确的，自收到申请之日起7个工作日内一次性告知补正，只能告知一次。"),
        _DRAFT,
        _("补正告知书已起草，等待审批"),
    ),
    "receive_correction": _page(
        "receive_correction",
        CorrectedForm,
        _by_values(correction.receive),
        _("登记申请人补正的内容。"),
        _("登记补正"),
        _("已登记，答复期限重新计算"),
    ),
    "consult_third_party": _page(
        "consult_third_party",
        ThirdPartyForm,
        _asking(Consulted.THIRD_PARTY),
        _("公开后可能损害第三方合法权益的，书面征求其意见；同时起草告知申请人的文书。"),
        _DRAFT,
        _("征求第三方意见书和告知申请人的文书已起草，等待审批"),
    ),
    "consult_co_maker": _page(
        "consult_co_maker",
        CoMakerForm,
        _asking(Consulted.CO_MAKER),
        _("本机关牵头制作的信息，可以征求其他共同制作机关的意见。"),
        _DRAFT,
        _("征求意见书已起草，等待审批"),
    ),
    "consult_organ": _page(
        "consult_organ",
        AssistanceForm,
        _asking(Consulted.ORGAN),
        _("需要其他机关协助检索或者提供意见的，发协办函。"),
        _DRAFT,
        _("协办函已起草，等待审批"),
    ),
    "extend": _page(
        "extend",
        ExtendForm,
        _by_values(reply.extend),
        _("不能在20个工作日内答复的，经负责人同意延长一次，并在期限届满之前告知申请人。"),
        _DRAFT,
        _("延长答复期限告知书已起草，等待审批"),
    ),
    "charge_fee": _page(
        "charge_fee",
        FeeForm,
        _by_values(fees.charge),
        _("只对数量、频次明显超过合理范围的申请收取；金额按国家规定的标准计算。"),
        _DRAFT,
        _("收费通知书已起草，等待审批"),
    ),
    "record_payment": _page(
        "record_payment",
        PaymentForm,
        _by_values(fees.record_payment),
        _("申请人已按收费通知书缴费的，登记缴费日期。"),
        _("登记缴费"),
        _("已登记缴费，答复期限重新计算"),
    ),
    "ask_reasons": _page(
        "ask_reasons",
        ReasonsForm,
        _by_values(reply.ask_reasons),
        _("数量、频次明显超过合理范围的，可以要求申请人说明理由；期限不因此停止。"),
        _DRAFT,
        _("说明理由告知书已起草，等待审批"),
    ),
    "receive_reasons": _page(
        "receive_reasons",
        ReasonsReceivedForm,
        _by_values(reply.receive_reasons),
        _("登记申请人说明的理由，并判断是否合理。"),
        _("登记理由"),
        _("已登记"),
    ),
    "postpone": _page(
        "postpone",
        PostponeForm,
        _by_values(reply.postpone),
        _("理由合理但不能在法定期限内答复的，确定延迟答复的合理期限并告知申请人。"),
        _DRAFT,
        _("延迟答复告知书已起草，等待审批"),
    ),
    "search": _page(
        "search",
        SearchForm,
        _by_values(reply.record_search),
        _("在哪里、由谁、什么时间、用什么词检索：答复没有检索到信息的依据。可以登记多次。"),
        _("登记检索"),
        _("检索记录已登记"),
        then="steps",
    ),
    "separate": _page(
        "separate",
        PiecesForm,
        _separate,
        _("含有不应当公开的内容、但能够作区分处理的，逐一列出各个部分；不予公开的写明依据和理由。"),
        _("保存区分处理"),
        _("区分处理已登记"),
        law="search",
        article=Article(37),
        title=_("区分处理"),
        then="steps",
    ),
    "public_interest": _page(
        "public_interest",
        PublicInterestForm,
        _by_values(reply.state_public_interest),
        _("第三方不同意公开，但不公开会对公共利益造成重大影响的，可以决定公开，并书面告知第三方。"),
        _DRAFT,
        _("公开决定告知书（致第三方）已起草，等待审批"),
        law="decide",
        article=Article(32),
        title=_("说明公共利益"),
    ),
    "assign": _page(
        "assign",
        AssignForm,
        _by_values(sections.assign),
        _("请科室检索、提出意见，按内部时限反馈。"),
        _("转办"),
        _("已转办"),
    ),
    "decide": _page(
        "decide",
        RecordsForm,
        _decide_records,
        _("更正与申请人自身相关、记录不准确的政府信息。"),
        _DRAFT,
        _("更正答复书已起草，等待审批"),
        article=records.ARTICLE,
    ),
    "withdraw": _page(
        "withdraw",
        WithdrawForm,
        _by_values(cases.withdraw),
        _("登记后这件申请办结；正在办理的文书作废。"),
        _("登记撤回"),
        _("已登记撤回，申请办结"),
    ),
    "split": _page(
        "split",
        SplitForm,
        _split,
        _("一件申请含有几项互不相关的内容的，拆分成几件分别办理，收到日期和期限不变；原件终结，不计数。"),
        _("拆分"),
        _("已拆分"),
    ),
    "merge": _page(
        "merge",
        MergeForm,
        _merge,
        _("同一申请人内容相近的申请可以并案，一并答复；并入后在并入的那件里办理。"),
        _("并案"),
        _("已并案"),
    ),
    "archive": _page(
        "archive",
        PlainForm,
        _by_values(cases.archive),
        _("文书都已送达或者作废的，可以归档；归档后不能再添加材料。"),
        _("归档"),
        _("已归档"),
        permission="applications.archive",
    ),
}
"""Code → page, in the order of the work."""
