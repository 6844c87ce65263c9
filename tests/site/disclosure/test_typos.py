"""错敏词: pairs of our own and of the installation, each with its context."""

import os

from gongkai.site.disclosure import typos
from tests.cast import browser
from tests.site import items


def test_our_own_list_is_pairs_of_two_different_words():
    known = typos.pairs(typos.OWN_LIST)
    assert 10 <= len(known) <= 30
    assert all(wrong != right and wrong not in right for wrong, right in known.items())
    assert not any(list(typos.find(right, known)) for right in known.values())


def test_a_wrong_word_is_shown_with_what_stands_around_it():
    (one,) = typos.find("各村：\n成立人居环境整治领导小姐，由镇长任组长。\n完", {"领导小姐": "领导小组"})
    assert (one.wrong, one.right) == ("领导小姐", "领导小组")
    assert (one.before, one.after) == ("成立人居环境整治", "，由镇长任组长。")


def test_a_file_of_the_installation_adds_to_the_list_and_is_read_again_when_it_changes(tmp_path):
    file = tmp_path / "words.txt"
    file.write_text("\ufeff# 本县\n望书镇 望舒镇\n单独一个词\n", encoding="utf-8")
    assert typos.pairs(file) == {"望书镇": "望舒镇"}
    assert typos.pairs(typos.OWN_LIST, file)["攻府"] == "政府"
    file.write_text("云穿县 云川县\n", encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert typos.pairs(file) == {"云穿县": "云川县"}


def test_where_there_is_no_list_nothing_is_wrong():
    assert list(typos.find("攻府", {})) == []


def test_whoever_reviews_sees_it_and_nothing_is_stopped(county, settings, tmp_path):
    settings.GONGKAI_WORDS_FILE = tmp_path / "words.txt"
    settings.GONGKAI_WORDS_FILE.write_text("望书镇 望舒镇\n", encoding="utf-8")
    version = items.submitted(county, title="望书镇攻府公告")
    page = browser(county.he).get(f"/office/items/{version.item_id}/").content.decode()
    assert "“攻府”，似应为“政府”" in page and "“望书镇”，似应为“望舒镇”" in page
    assert "<mark>攻府</mark>" in page
