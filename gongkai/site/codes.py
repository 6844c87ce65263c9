"""查询码: told once to whoever applied or asked; kept as a hash alone."""

import re
import unicodedata
from secrets import choice, token_hex

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher

SIGNS = "23456789BCDFGHJKMNPQRSTVWXYZ"
"""None that is mistaken for another, none that makes words."""
LENGTH = 8
_NONE = "pbkdf2_sha256${}$none$AAAA"


def new() -> str:
    """A code as it is told: K7MW-2XQD."""
    code = "".join(choice(SIGNS) for _sign in range(LENGTH))
    return f"{code[:4]}-{code[4:]}"


def hashed(code: str) -> str:
    """By which a code is recognised. It is drawn by lot: fewer rounds than for a password do."""
    hasher = PBKDF2PasswordHasher()
    encoded: str = hasher.encode(_signs(code), token_hex(8), settings.GONGKAI_CODE_ROUNDS)
    return encoded


def matches(code: str, known: str) -> bool:
    """Whether it is the code of a hash; "" takes as long, and is none."""
    encoded = known or _NONE.format(settings.GONGKAI_CODE_ROUNDS)
    return bool(PBKDF2PasswordHasher().verify(_signs(code), encoded)) and bool(known)


def _signs(code: str) -> str:
    """As somebody types it: blanks, dashes, width and case aside."""
    return re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", code).upper())
