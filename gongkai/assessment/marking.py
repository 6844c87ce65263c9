"""计分: a scheme applied to the facts of one organ."""

from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

from gongkai.translation import _

from .files import told
from .result import MOST_KEPT, Cost, Fact, Facts, HandMark, Hit, Line, Result, Veto
from .scheme import FULL, Area, Bands, Bonus, Deduction, Indicator, Linear, Scheme, Threshold

CENT = Decimal("0.01")
_NOUGHT = Decimal(0)
_NOTHING = Fact(_NOUGHT)


def mark(scheme: Scheme, facts: Facts) -> Result:
    """What the scheme gives for an organ; the same for records in any order."""
    with localcontext() as context:
        context.prec = 28
        lines = tuple(_line(scheme, area, one, facts) for area, one in scheme.indicators)
        vetoes = _vetoes(scheme, facts)
        plain = [line for line in lines if not line.bonus and line.state != "not_applicable"]
        given = _sum(line.given for line in plain)
        applicable = _sum(line.full for line in plain)
        converted = _cents(given * FULL / applicable) if applicable else None
        bonus = _sum(line.given for line in lines if line.bonus)
        total = None if converted is None else _cents(converted + bonus)
        grade = scheme.grade(total).name if total is not None else ""
        if vetoes and total is not None:
            total, grade = _vetoed(scheme, vetoes, total)
        return Result(
            lines, vetoes, given, applicable, converted, bonus, total, grade, applicable >= scheme.judged_from
        )


def _line(scheme: Scheme, area: Area, one: Indicator, facts: Facts) -> Line:
    def line(state: str, given: Decimal | None, why: str, **more: object) -> Line:
        return Line(
            one.code,
            one.name,
            area.name,
            one.weight,
            one.is_bonus,
            state,
            given,
            why,
            **more,  # type: ignore[arg-type]
        )

    if one.kinds and facts.kind not in one.kinds:
        return line("not_applicable", None, _("这一项不评本类机关"))
    hand = facts.decided.get(one.code)
    if hand is not None:
        return _by_hand(line, one, hand, "decided")
    hand = facts.by_hand.get(one.code)
    if one.is_by_hand:
        if hand is None and one.is_bonus:
            return line("marked", _NOUGHT, _("没有加分"))
        if hand is None:
            return line("pending", None, _("等待人工评分"))
        return _by_hand(line, one, hand, "marked")
    if hand is not None and not hand.applies:
        return line("not_applicable", None, _("不适用：{reason}").format(reason=hand.reason))
    return _by_figure(line, scheme, one, facts)


def _by_hand(line: Callable[..., Line], one: Indicator, hand: HandMark, state: str) -> Line:
    if not hand.applies:
        return line("not_applicable", None, _("不适用：{reason}").format(reason=hand.reason))
    points = _short(min(max(hand.points or _NOUGHT, _NOUGHT), one.weight))
    return line(state, points, hand.reason)


def _by_figure(line: Callable[..., Line], scheme: Scheme, one: Indicator, facts: Facts) -> Line:
    how = one.method
    fact = facts.figures.get(one.figure, _NOTHING)
    hits = sorted(fact.hits, key=lambda hit: hit.order)
    waived = {
        hit.fingerprint: facts.waived[one.code, hit.fingerprint]
        for hit in hits
        if (one.code, hit.fingerprint) in facts.waived
    }
    if isinstance(how, Deduction) and fact.value is None:
        return line("not_applicable", None, _("期间没有查过，本项不适用，分值折算到其他各项"))
    if isinstance(how, Deduction):
        return _deducted(line, one.weight, how.each, how.cap, hits, waived, fact)
    if isinstance(how, Bonus):
        assert how.each is not None
        costs = _costs(hits, how.each, one.weight, waived)
        points = _sum(cost.points for cost in costs)
        why = _("{count}件，每件加{each}分，最多{cap}分").format(
            count=len(hits) - len(waived), each=told(how.each), cap=told(one.weight)
        )
        return line("marked", points, why, value=fact.value, costs=costs)
    assert isinstance(how, Bands | Linear | Threshold)
    if fact.value is None or fact.of == 0:
        return line("not_applicable", None, _("没有可评的内容，本项不适用，分值折算到其他各项"))
    if fact.of is not None and fact.of < scheme.small:
        assert how.small_each is not None
        found = _deducted(line, one.weight, how.small_each, one.weight, hits, waived, fact)
        why = _("只有{of}件，少于{small}件，不按比例评：{why}").format(
            of=fact.of, small=scheme.small, why=found.why
        )
        return line("marked", found.given, why, value=fact.value, of=fact.of, costs=found.costs)
    value = fact.value if fact.of is not None else fact.value - len(waived)
    points, why = _of_value(how, value, one.weight)
    costs = tuple(Cost(hit, _NOUGHT, waived.get(hit.fingerprint, "")) for hit in hits[:MOST_KEPT])
    more = max(len(hits) - MOST_KEPT, 0)
    return line("marked", points, why, value=fact.value, of=fact.of, costs=costs, more=more)


def _deducted(
    line: Callable[..., Line],
    full: Decimal,
    each: Decimal,
    cap: Decimal,
    hits: Sequence[Hit],
    waived: dict[str, str],
    fact: Fact,
) -> Line:
    costs = _costs(hits, each, cap, waived)
    taken = _sum(cost.points for cost in costs)
    count = len(hits) - len(waived)
    if not count:
        why = _("没有扣分的情形")
    else:
        why = _("{count}件，每件扣{each}分").format(count=count, each=told(each))
        if each * count > cap:
            why += _("，扣满{cap}分为止").format(cap=told(cap))
    return line("marked", full - taken, why, value=fact.value, of=fact.of, costs=costs)


def _costs(hits: Sequence[Hit], each: Decimal, cap: Decimal, waived: dict[str, str]) -> tuple[Cost, ...]:
    """The first cost all, one may cost the rest up to the cap, those after it nothing."""
    left, found = cap, []
    for hit in hits:
        reason = waived.get(hit.fingerprint, "")
        points = _NOUGHT if reason else min(each, left)
        left -= points
        found.append(Cost(hit, points, reason))
    return tuple(found)


def _of_value(how: Bands | Linear | Threshold, value: Decimal, weight: Decimal) -> tuple[Decimal, str]:
    shown = told(_cents(value))
    if isinstance(how, Threshold):
        if how.at_least is not None:
            met, words = value >= how.at_least, _("不低于{number}").format(number=told(how.at_least))
        else:
            assert how.at_most is not None
            met, words = value <= how.at_most, _("不高于{number}").format(number=told(how.at_most))
        why = _("实际{value}，要求{words}，达标") if met else _("实际{value}，要求{words}，未达标")
        return (weight if met else _NOUGHT), why.format(value=shown, words=words)
    if isinstance(how, Linear):
        part = (value - how.zero_at) / (how.full_at - how.zero_at)
        points = _short(_cents(weight * min(max(part, _NOUGHT), Decimal(1))))
        why = _("实际{value}；{zero}得0分，{full}得满分，其间按比例")
        return points, why.format(value=shown, zero=told(how.zero_at), full=told(how.full_at))
    for band in how.bands:
        if value >= band.least and (band.below is None or value < band.below):
            until = _("，不到{below}").format(below=told(band.below)) if band.below is not None else ""
            why = _("实际{value}，在{least}及以上{until}这一档").format(
                value=shown, least=told(band.least), until=until
            )
            return band.given, why
    return _NOUGHT, _("实际{value}，不在任何一档").format(value=shown)


def _vetoes(scheme: Scheme, facts: Facts) -> tuple[Veto, ...]:
    struck = []
    for veto in scheme.vetoes:
        decided = facts.decided.get(veto.code)
        if decided is not None and not decided.applies:
            continue
        if not veto.figure:
            hand = facts.by_hand.get(veto.code)
            if hand is not None and hand.applies:
                struck.append(Veto(veto.code, veto.name, veto.grade, hand.reason))
            continue
        found = sorted(facts.figures.get(veto.figure, _NOTHING).hits, key=lambda hit: hit.order)
        hits = tuple(hit for hit in found if (veto.code, hit.fingerprint) not in facts.waived)
        if len(hits) >= veto.least:
            why = _("有{count}件").format(count=len(hits))
            struck.append(Veto(veto.code, veto.name, veto.grade, why, hits[:MOST_KEPT]))
    return tuple(struck)


def _vetoed(scheme: Scheme, vetoes: Sequence[Veto], total: Decimal) -> tuple[Decimal, str]:
    """Nought where one says so; else the marks stay, and the grade is the worst of what all allow."""
    if any(not veto.grade for veto in vetoes):
        return _NOUGHT, scheme.grade(_NOUGHT).name
    least = {grade.name: grade.least for grade in scheme.grades}
    return total, min([scheme.grade(total).name, *(veto.grade for veto in vetoes)], key=least.__getitem__)


def _sum(numbers: Iterable[Decimal | None]) -> Decimal:
    return sum((number for number in numbers if number is not None), _NOUGHT)


def _short(number: Decimal) -> Decimal:
    """Without superfluous noughts, as it is told."""
    return Decimal(told(number))


def _cents(number: Decimal) -> Decimal:
    return number.quantize(CENT, ROUND_HALF_UP)
