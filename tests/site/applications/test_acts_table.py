"""docs/acts.md is what the code says."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command

from gongkai.law.applications.case import ACTS
from gongkai.site.applications.letters import KINDS
from gongkai.site.applications.table import markdown

ROOT = Path(__file__).resolve().parents[3]


def test_the_document_equals_the_code() -> None:
    assert (ROOT / "docs/acts.md").read_text("utf-8") == markdown()


def test_every_act_and_every_letter_has_its_line() -> None:
    lines = markdown()
    assert all(f"| `{code}` |" in lines for code in ACTS)
    assert all(f"| `{code}` |" in lines for code, kind in KINDS.items() if not kind.is_form)


def test_the_command_prints_it() -> None:
    told = StringIO()
    call_command("acts_table", stdout=told)
    assert told.getvalue() == markdown()
