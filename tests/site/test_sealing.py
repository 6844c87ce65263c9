"""What is sealed does not open without the key, nor in another place."""

import pytest
from cryptography.exceptions import InvalidTag

from gongkai.site.sealing import keyed_hash, seal, unseal

PLACE = "applications/17"


@pytest.mark.parametrize("text", ["", "JBSWY3DP", "望舒镇 110"])
def test_what_was_sealed_opens_in_its_place(text):
    assert unseal(seal(text, PLACE), PLACE) == text


def test_the_same_text_looks_different_each_time_and_shows_nothing():
    once, again = seal("JBSWY3DP", PLACE), seal("JBSWY3DP", PLACE)
    assert once != again
    assert "JBSWY3DP" not in once


def test_it_does_not_open_in_another_place():
    with pytest.raises(InvalidTag):
        unseal(seal("JBSWY3DP", PLACE), "applications/18")


def test_it_does_not_open_with_another_key(settings):
    sealed = seal("JBSWY3DP", PLACE)
    settings.GONGKAI_DATA_KEY = "another"
    with pytest.raises(InvalidTag):
        unseal(sealed, PLACE)


def test_one_changed_letter_is_noticed():
    sealed = seal("JBSWY3DP", PLACE)
    changed = sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]
    with pytest.raises(InvalidTag):
        unseal(changed, PLACE)


def test_a_keyed_hash_is_known_again_in_its_place_and_by_its_key_alone(settings):
    known = keyed_hash("ABCD", PLACE)
    assert keyed_hash("ABCD", PLACE) == known
    assert keyed_hash("ABCE", PLACE) != known
    assert keyed_hash("ABCD", "applications/18") != known
    settings.GONGKAI_DATA_KEY = "another"
    assert keyed_hash("ABCD", PLACE) != known
