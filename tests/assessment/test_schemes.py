"""A scheme as a file: read, told again, looked through; two versions compared; the one that is shipped."""

from pathlib import Path

import pytest

import gongkai.assessment
from gongkai.assessment import Unreadable, compare, problems, read, to_data, to_toml
from tests.assessment.schemes import KNOWN, TEXT, scheme

EXAMPLE = Path(gongkai.assessment.__file__).with_name("example.toml")


def said(text: str) -> list[str]:
    return [str(one) for one in problems(read(text), KNOWN)]


def test_a_scheme_is_told_as_it_was_read() -> None:
    for one in (scheme(), read(EXAMPLE.read_text("utf-8"))):
        assert read(to_toml(one)) == one
        assert read(to_data(one)) == one


def test_a_sound_scheme_has_no_problems() -> None:
    assert said(TEXT) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("weight = 25", "weight = 24", "方案：各项分值（加分项除外）合计99，应为100"),
        ('"t.late"', '"t.none"', "指标A1：没有叫“t.none”的数"),
        ("cap = 15", "cap = 21", "指标A1：扣分上限21应大于0，且不超过分值20"),
        ("each = 6", "each = 0", "指标A1：每件扣分应大于0"),
        ("below = 6", "below = 7", "指标A3：从3起和从6起的两档重叠"),
        ("below = 3", "below = 2", "指标A3：2和3之间没有分档"),
        ("least = 6, given = 0", "least = 6, below = 9, given = 0", "指标A3：9以上没有分档"),
        ("small_each = 2.5", "", "指标A2：按比例评分的，要写分母太小时每件扣多少（small_each）"),
        ("zero_at = 60", "zero_at = 100", "指标A2：零分点和满分点不能相同"),
        ("at_most = 1", "", "指标B1：at_least和at_most写一个，且只写一个"),
        ('code = "B2"', 'code = "B1"', "方案：代码B1用了2次"),
        ('kinds = ["town", "department"]', 'kinds = ["village"]', "方案：不认识的机关类别“village”"),
        ('grade = "不合格"', 'grade = "差"', "单项否决V2：没有叫“差”的等次"),
        ("least = 60", "least = 0", "等次：名称或者起点分重复"),
        ('period = "year"', 'period = "week"', "方案：考核周期应是year、half、quarter之一"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(old: str, new: str, expected: str) -> None:
    assert any(text.startswith(expected) for text in said(TEXT.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('method = "hand"', 'method = "guess"', "指标B2：不认识的计分方式“guess”"),
        ("weight = 25", 'weight = "多"', "指标B2：weight应是数"),
        ("weight = 25", "weight = nan", "指标B2：weight应是数"),
        ("cap = 15", "limit = 15", "指标A1：不认识的项目“limit”"),
        ("each = 6", "", "指标A1：缺少each"),
        ('title = "测试方案"', "", "方案：缺少title"),
        ("[[grades]]", "[[grades", "读不懂这份文件"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(old: str, new: str, expected: str) -> None:
    with pytest.raises(Unreadable, match=expected):
        read(TEXT.replace(old, new, 1))


def test_a_new_version_tells_what_it_changes() -> None:
    new = scheme(**{"cap = 15": "cap = 12", 'code = "F1"': 'code = "F2"'})
    told = {(one.place, one.what): (one.old, one.new) for one in compare(scheme(), new)}
    assert told == {
        ("指标A1", "上限"): ("15", "12"),
        ("指标F1", "删去"): ("创新", ""),
        ("指标F2", "新增"): ("", "创新"),
    }
    assert compare(scheme(), scheme()) == []
