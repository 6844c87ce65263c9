"""The documents are kept: links lead somewhere, terms are those of the code, both READMEs agree."""

import re
from pathlib import Path

import pytest

from gongkai.annual_report import kinds
from gongkai.cli import main
from gongkai.site.organs.models import Role

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]


@pytest.mark.parametrize("path", DOCUMENTS, ids=NAMES)
def test_every_link_within_the_repository_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", path.read_text("utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), target


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_names_every_command_and_kind(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / name).read_text("utf-8")
    with pytest.raises(SystemExit):
        main(["report", "--help"])
    commands = re.findall(r"^    (\w+)  ", capsys.readouterr().out, re.MULTILINE)
    assert len(commands) == 5
    assert all(f"gongkai report {command}" in text for command in commands)
    assert all(f".{kind}" in text for kind in kinds.WRITERS)
    assert "make run" in text
    assert "make test" in text


def test_the_two_readmes_have_the_same_parts() -> None:
    parts = [
        [len(marks) for marks in re.findall(r"^(#+) ", (ROOT / name).read_text("utf-8"), re.MULTILINE)]
        for name in ("README.md", "README.zh-CN.md")
    ]
    assert parts[0] == parts[1]


def test_the_glossary_binds_every_role_and_variable_word() -> None:
    text = (ROOT / "docs/glossary.md").read_text("utf-8")
    for role in Role:
        label = str(role.label)
        assert label in text or label.removesuffix("管理员") in text


def test_the_glossary_has_no_term_twice() -> None:
    rows = re.findall(r"^\| (.+?) \| .+ \|$", (ROOT / "docs/glossary.md").read_text("utf-8"), re.MULTILINE)
    assert [term for term in set(rows) if rows.count(term) > 1] == []


def test_every_manual_stands_in_the_list_of_manuals() -> None:
    listed = (ROOT / "docs/manuals/disclosure.md").read_text("utf-8")
    for path in (ROOT / "docs/manuals").glob("*.md"):
        assert path.name == "disclosure.md" or f"]({path.name})" in listed, path.name


def test_decisions_are_numbered_without_gap_and_dated() -> None:
    decisions = sorted((ROOT / "docs/decisions").glob("*.md"))
    for number, path in enumerate(decisions, start=1):
        assert path.name.startswith(f"{number:04d}-")
        text = path.read_text("utf-8")
        assert text.startswith(f"# {number}. ")
        assert re.search(r"^20\d\d-\d\d-\d\d · ", text, re.MULTILINE)


def test_every_module_named_in_the_table_of_articles_exists() -> None:
    text = (ROOT / "docs/articles.md").read_text("utf-8")
    for named in re.findall(r"`((?:site|annual_report|law)/[\w/]+\.py)`", text):
        assert (ROOT / "gongkai" / named).exists(), named


def test_the_locks_name_no_address() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text("utf-8")
        assert "://" not in text
        assert "--hash=sha256:" in text
