"""docs/acts.md: the acts, who carries them out, which layers approve their letters, from the code."""

from collections.abc import Iterable, Iterator, Sequence

from gongkai.law.applications.case import ACTS, CLOCK_EFFECTS, OPEN, STAGES, SUBJECTS, Act, Stage, Subject

from ..organs import permissions
from ..organs.models import Role
from .act_pages import PAGES
from .actions.letters import REPLY_LAYERS, layers_of
from .letters import KINDS

_HEAD = """# The acts on an application

Written by `manage.py acts_table` from `gongkai/law/applications/case.py` (what the facts allow),
`gongkai/site/organs/permissions.py` (who) and `gongkai/site/applications/actions/letters.py` (which layers
approve a letter); a test holds it equal to them. Change the code, not this file.

## Acts

A letter takes effect when it is sent or served, not when it is drafted; so does its effect on the clock.
"""
_LETTERS = """
## Letters

The layers of a letter, in their order: nobody passes two, and nobody passes what they drafted. The last one
signs, and the letter takes its number.
"""


def markdown() -> str:
    """The whole document."""
    return _HEAD + "\n".join(_acts()) + "\n" + _LETTERS + "\n".join(_letters()) + "\n"


def _acts() -> Iterator[str]:
    yield from _rows(
        ["act", "code", "article", "of", "from", "conditions", "clock", "letter", "approved by", "who"],
        ([*_act(code, act)] for code, act in ACTS.items()),
    )


def _act(code: str, act: Act) -> Iterator[str]:
    permission = PAGES[code].permission if code in PAGES else "applications.handle"
    layers = REPLY_LAYERS if act.letter == "reply" else layers_of(act.letter) if act.letter else ()
    yield act.name
    yield f"`{code}`"
    yield str(act.article)
    yield "，".join(SUBJECTS[subject] for subject in Subject if subject in act.subjects)
    yield _stages(act.stages)
    yield ", ".join(f"{one.name.replace('_', ' ')} ({_short(str(one.article))})" for one in act.conditions)
    yield CLOCK_EFFECTS[act.effect]
    yield KINDS[act.letter].name if act.letter in KINDS else "答复书" if act.letter else ""
    yield _names(layers)
    yield _names([role for role in Role if role in permissions.ACTS[permission]])


def _letters() -> Iterator[str]:
    yield from _rows(
        ["letter", "code", "numbers", "approved by"],
        (
            [kind.name, f"`{code}`", kind.numbering, _names(layers_of(code))]
            for code, kind in KINDS.items()
            if not kind.is_form
        ),
    )


def _rows(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "\n| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def _stages(stages: frozenset[Stage]) -> str:
    if stages == OPEN - {Stage.SIGNED}:
        return "任何未办结、未签发的"
    return "、".join(STAGES[stage] for stage in Stage if stage in stages)


def _names(roles: Iterable[Role]) -> str:
    """Layers, a tuple, one after the other; roles beside one another."""
    return (" → " if isinstance(roles, tuple) else "、").join(str(role.label) for role in roles)


def _short(article: str) -> str:
    return article.removeprefix("《政府信息公开条例》")
