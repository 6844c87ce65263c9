"""Verifying the ledger: whatever is done to the tables behind our back is found, and where."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from gongkai.site.ledger import actions as ledger
from gongkai.site.ledger import verification
from gongkai.site.ledger.models import Entry, Head
from gongkai.site.ledger.verification import verify

LINES = 6


@pytest.fixture
def lines(lin) -> list[Entry]:
    return [ledger.record(lin, "tried", user=lin, time=time) for time in range(LINES)]


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def reseal(number: int) -> None:
    """Make a changed line agree with itself again, as one who knows the algorithm would."""
    digest = Entry.objects.get(number=number).digest()
    sql("UPDATE ledger_entry SET hash = %s WHERE number = %s", digest, number)


def test_an_empty_ledger_is_whole(db):
    assert verify().fault is None


def test_a_ledger_left_alone_is_whole(lines):
    assert verify() == verification.Verdict(LINES, lines[-1].hash)


def test_it_is_walked_in_batches(lines, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(verification, "BATCH", 2)
    with django_assert_num_queries(2 + LINES / 2 + 1):
        assert verify().sound == LINES


FIELDS = {
    "at": datetime(2019, 5, 15, tzinfo=UTC),
    "user_id": None,
    "user_name": "别人",
    "act": "other",
    "room": "other",
    "subject_type": "other",
    "subject_id": "0",
    "subject_text": "别的",
    "detail": "{}",
    "hash": "0" * 64,
}


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("number", [1, 3, LINES])
def test_a_change_of_any_field_is_found(lines, field, number):
    sql(f'UPDATE ledger_entry SET "{field}" = %s WHERE number = %s', FIELDS[field], number)
    verdict = verify()
    assert verdict.fault == f"第{number}行的内容与其摘要不符。"
    assert verdict.sound == number - 1


@pytest.mark.parametrize("number", [1, 3])
def test_a_changed_line_sealed_anew_does_not_fit_the_next(lines, number):
    sql("UPDATE ledger_entry SET act = 'other' WHERE number = %s", number)
    reseal(number)
    assert verify().fault == f"第{number + 1}行记载的前行摘要与前一行不符。"


def test_the_last_line_sealed_anew_does_not_fit_the_head(lines):
    sql("UPDATE ledger_entry SET act = 'other' WHERE number = %s", LINES)
    reseal(LINES)
    assert verify().fault == f"第{LINES}行的摘要与末行记录或者留存的摘要不符。"


@pytest.mark.parametrize("number", [1, 3])
def test_a_line_taken_out_is_found(lines, number):
    sql("DELETE FROM ledger_entry WHERE number = %s", number)
    assert verify().fault == f"第{number}行缺失。"


@pytest.mark.parametrize("left", [0, LINES - 1])
def test_a_tail_cut_off_is_found(lines, left):
    sql("DELETE FROM ledger_entry WHERE number > %s", left)
    assert verify().fault == f"第{left + 1}行起缺失：台账应有{LINES}行。"


def test_lines_changed_about_are_found(lines):
    for old, new in ((2, 99), (3, 2), (99, 3)):
        sql("UPDATE ledger_entry SET number = %s WHERE number = %s", new, old)
    assert verify().fault == "第2行记载的前行摘要与前一行不符。"


def test_a_line_slipped_in_at_the_end_is_found(lines, lin):
    forged = ledger.record(lin, "forged", user=lin)
    sql("UPDATE ledger_head SET number = %s, hash = %s", LINES, lines[-1].hash)
    verdict = verify()
    assert verdict.fault == f"第{forged.number}行起不是由系统记入的：台账应有{LINES}行。"
    assert verdict.sound == LINES


def test_a_head_that_was_wiped_is_found(lines):
    Head.objects.all().delete()
    assert verify().fault == "第1行起不是由系统记入的：台账应有0行。"


def test_a_chain_made_anew_as_a_whole_is_found_by_a_note_kept_elsewhere(lines, lin):
    note = (4, lines[3].hash)
    sql("DELETE FROM ledger_entry")
    sql("DELETE FROM ledger_head")
    for time in range(LINES):
        ledger.record(lin, "forged", user=lin, time=time)
    assert verify().fault is None
    assert verify([note]).fault == "第4行的摘要与末行记录或者留存的摘要不符。"
    assert verify([(LINES + 3, "0" * 64)]).fault == f"第{LINES + 1}行起缺失：台账应有{LINES + 3}行。"


def test_lines_written_during_the_walk_are_no_fault(lines, lin, monkeypatch):
    walk = verification._lines

    def walk_while_others_write():
        for entry in walk():
            if entry.number == LINES:
                ledger.record(lin, "meanwhile", user=lin)
            yield entry

    monkeypatch.setattr(verification, "_lines", walk_while_others_write)
    assert verify().fault is None


def test_the_command_says_that_all_is_well_and_what_to_write_down(lines):
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    assert f"台账完好，共{LINES}行。" in out.getvalue()
    assert f"请另行留存末行：{LINES}:{lines[-1].hash}" in out.getvalue()


def test_the_command_names_the_first_broken_line_and_fails(lines):
    sql("UPDATE ledger_entry SET act = 'other' WHERE number > 3")
    err = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_ledger", stderr=err)
    assert ended.value.code == 1
    assert "台账有问题：第4行的内容与其摘要不符。" in err.getvalue()
    assert "此前共3行完好。" in err.getvalue()


def test_the_command_compares_notes(lines):
    good, bad = f"2:{lines[1].hash}", f"2:{lines[2].hash}"
    call_command("verify_ledger", noted=[(2, lines[1].hash)], stdout=StringIO())
    call_command("verify_ledger", "--noted", good, stdout=StringIO())
    with pytest.raises(SystemExit):
        call_command("verify_ledger", "--noted", good, "--noted", bad, stderr=StringIO())
    with pytest.raises(CommandError, match="行号:摘要"):
        call_command("verify_ledger", "--noted", "abc")


TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=8)
LINE = st.builds(
    Entry,
    number=st.integers(1, 3),
    at=st.datetimes(timezones=st.just(UTC)),
    user_id=st.none() | st.integers(1, 3),
    user_name=TEXT,
    act=TEXT,
    room=TEXT,
    subject_type=TEXT,
    subject_id=TEXT,
    subject_text=TEXT,
    detail=TEXT,
    previous=TEXT,
)
SAID = [field.attname for field in Entry._meta.concrete_fields if field.attname != "hash"]


@given(LINE, LINE)
def test_lines_that_differ_anywhere_have_different_canonical_forms(one, other):
    same = all(getattr(one, name) == getattr(other, name) for name in SAID)
    assert (one.canonical() == other.canonical()) == same


@given(LINE, st.sampled_from(SAID), st.data())
def test_text_moved_from_one_field_to_the_next_is_another_line(line, name, data):
    before = line.canonical()
    value = getattr(line, name)
    if isinstance(value, str):
        setattr(line, name, value + data.draw(TEXT.filter(bool)))
        assert line.canonical() != before
