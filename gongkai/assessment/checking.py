"""方案校验: what is wrong with a scheme, each named by its place."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from gongkai.translation import _

from .files import told
from .scheme import (
    FULL,
    KINDS,
    PERIODS,
    Bands,
    Bonus,
    ByHand,
    Deduction,
    Indicator,
    Linear,
    Scheme,
    Threshold,
)

LONGEST_TITLE, LONGEST_GRADE = 100, 20
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{0,19}\Z")


@dataclass(frozen=True)
class Problem:
    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}：{self.text}"


def problems(scheme: Scheme, known: Mapping[str, bool]) -> list[Problem]:
    """Everything wrong with it; none: it may be used.

    ``known``: the codes of the figures there are, each with whether it is a share.
    """
    return [
        *_of_the_whole(scheme),
        *_of_grades(scheme),
        *(found for _area, one in scheme.indicators for found in _of_indicator(scheme, one, known)),
        *_of_vetoes(scheme, known),
    ]


def _of_the_whole(scheme: Scheme) -> Iterator[Problem]:
    place = _("方案")
    if len(scheme.title) > LONGEST_TITLE:
        yield Problem(place, _("名称不超过{most}字").format(most=LONGEST_TITLE))
    if scheme.most_bonus > FULL:
        yield Problem(place, _("加分项合计{sum}，不应超过100").format(sum=told(scheme.most_bonus)))
    if scheme.period not in PERIODS:
        yield Problem(place, _("考核周期应是{all}之一").format(all="、".join(PERIODS)))
    if not scheme.kinds:
        yield Problem(place, _("没有写考核哪些类别的机关（kinds）"))
    for kind in scheme.kinds:
        if kind not in KINDS:
            yield Problem(
                place,
                _("不认识的机关类别“{kind}”，可用的有{all}").format(kind=kind[:20], all="、".join(KINDS)),
            )
    if scheme.small < 1:
        yield Problem(place, _("small应是正整数"))
    if not 0 <= scheme.judged_from <= FULL:
        yield Problem(place, _("judged_from应在0到100之间"))
    weights = sum((area.weight for area in scheme.areas), Decimal(0))
    if weights != FULL:
        yield Problem(place, _("各项分值（加分项除外）合计{sum}，应为100").format(sum=told(weights)))
    codes = Counter([one.code for _area, one in scheme.indicators] + [veto.code for veto in scheme.vetoes])
    for code, count in codes.items():
        if count > 1:
            yield Problem(place, _("代码{code}用了{count}次").format(code=code, count=count))
    for name, count in Counter(area.name for area in scheme.areas).items():
        if count > 1:
            yield Problem(place, _("板块“{name}”写了{count}次").format(name=name, count=count))
    for area in scheme.areas:
        if not area.indicators:
            yield Problem(_("板块“{name}”").format(name=area.name), _("没有指标"))


def _of_grades(scheme: Scheme) -> Iterator[Problem]:
    place = _("等次")
    if not scheme.grades:
        yield Problem(place, _("没有等次"))
        return
    if any(len(one.name) > LONGEST_GRADE for one in scheme.grades):
        yield Problem(place, _("名称不超过{most}字").format(most=LONGEST_GRADE))
    least = [one.least for one in scheme.grades]
    if len(set(least)) != len(least) or len({one.name for one in scheme.grades}) != len(least):
        yield Problem(place, _("名称或者起点分重复"))
    if min(least) != 0:
        yield Problem(place, _("最低的等次应从0分起"))
    if max(least) > FULL:
        yield Problem(place, _("起点分不能超过100"))


def _of_indicator(scheme: Scheme, one: Indicator, known: Mapping[str, bool]) -> Iterator[Problem]:
    place = _("指标{code}").format(code=one.code)
    if not _CODE.match(one.code):
        yield Problem(place, _("代码用字母、数字、点和连字符，最多20个"))
    if one.weight <= 0:
        yield Problem(place, _("分值应大于0"))
    for kind in one.kinds:
        if kind not in scheme.kinds and not (scheme.own and kind == "government"):
            yield Problem(place, _("机关类别“{kind}”不在本方案考核之列").format(kind=kind[:20]))
    if one.figure and one.figure not in known:
        yield Problem(place, _("没有叫“{code}”的数").format(code=one.figure[:40]))
    share = known.get(one.figure, False)
    for text in _of_method(one, share):
        yield Problem(place, text)


def _of_method(one: Indicator, share: bool) -> Iterator[str]:
    how = one.method
    if isinstance(how, Deduction):
        if how.each <= 0:
            yield _("每件扣分应大于0")
        if not 0 < how.cap <= one.weight:
            yield _("扣分上限{cap}应大于0，且不超过分值{weight}").format(
                cap=told(how.cap), weight=told(one.weight)
            )
        return
    if isinstance(how, ByHand):
        if not how.criterion:
            yield _("人工评分要写评分标准")
        return
    if isinstance(how, Bonus):
        if how.figure and (how.each is None or how.each <= 0):
            yield _("按数加分的，要写每件加多少（each）")
        if not how.figure and not how.criterion:
            yield _("人工加分的，要写加分标准")
        return
    if share and how.small_each is None:
        yield _("按比例评分的，要写分母太小时每件扣多少（small_each）")
    if how.small_each is not None and how.small_each <= 0:
        yield _("small_each应大于0")
    if isinstance(how, Bands):
        yield from _of_bands(how, one.weight)
    elif isinstance(how, Linear):
        if how.zero_at == how.full_at:
            yield _("零分点和满分点不能相同")
    elif isinstance(how, Threshold) and (how.at_least is None) == (how.at_most is None):
        yield _("at_least和at_most写一个，且只写一个")


def _of_bands(how: Bands, weight: Decimal) -> Iterator[str]:
    if not how.bands:
        yield _("没有分档")
        return
    ordered = sorted(how.bands, key=lambda band: band.least)
    for band in ordered:
        if not 0 <= band.given <= weight:
            yield _("从{least}起的一档给{given}分，应在0到分值{weight}之间").format(
                least=told(band.least), given=told(band.given), weight=told(weight)
            )
        if band.below is not None and band.below <= band.least:
            yield _("从{least}起的一档，上界不大于下界").format(least=told(band.least))
    for lower, upper in pairwise(ordered):
        if lower.below is None or lower.below > upper.least:
            yield _("从{lower}起和从{upper}起的两档重叠").format(
                lower=told(lower.least), upper=told(upper.least)
            )
        elif lower.below < upper.least:
            yield _("{below}和{upper}之间没有分档").format(below=told(lower.below), upper=told(upper.least))
    given = [band.given for band in ordered]
    if given not in (sorted(given), sorted(given, reverse=True)):
        yield _("各档的分应一路升或者一路降")
    if ordered[0].least > 0:
        yield _("{least}以下没有分档").format(least=told(ordered[0].least))
    if ordered[-1].below is not None:
        yield _("{below}以上没有分档").format(below=told(ordered[-1].below))


def _of_vetoes(scheme: Scheme, known: Mapping[str, bool]) -> Iterator[Problem]:
    grades = {one.name for one in scheme.grades}
    for veto in scheme.vetoes:
        place = _("单项否决{code}").format(code=veto.code)
        if not _CODE.match(veto.code):
            yield Problem(place, _("代码用字母、数字、点和连字符，最多20个"))
        if veto.figure and veto.figure not in known:
            yield Problem(place, _("没有叫“{code}”的数").format(code=veto.figure[:40]))
        if veto.least < 1:
            yield Problem(place, _("least应是正整数"))
        if veto.grade and veto.grade not in grades:
            yield Problem(place, _("没有叫“{grade}”的等次").format(grade=veto.grade[:20]))
