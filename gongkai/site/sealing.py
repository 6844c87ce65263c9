"""What is kept sealed in the database: unreadable to who has a copy of it but not the data key.

AES-256-GCM; the key comes from GONGKAI_DATA_KEY, which is kept apart from the database. A sealed
text is bound to its place (a row, say): moved to another, it does not open.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import cache
from os import urandom

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12
FORM = "1."
"""Which way of sealing: a later one can be told from it."""


def seal(text: str, place: str) -> str:
    """``text``, unreadable, for ``place`` alone."""
    nonce = urandom(NONCE)
    sealed = AESGCM(_key("seal")).encrypt(nonce, text.encode(), place.encode())
    return FORM + urlsafe_b64encode(nonce + sealed).decode()


def unseal(sealed: str, place: str) -> str:
    """What was sealed for ``place``; InvalidTag where key, place or text is another."""
    data = urlsafe_b64decode(sealed.removeprefix(FORM))
    return AESGCM(_key("seal")).decrypt(data[:NONCE], data[NONCE:], place.encode()).decode()


def seal_bytes(data: bytes, place: str) -> bytes:
    """The same, of a file."""
    nonce = urandom(NONCE)
    return nonce + AESGCM(_key("seal")).encrypt(nonce, data, place.encode())


def unseal_bytes(sealed: bytes, place: str) -> bytes:
    return AESGCM(_key("seal")).decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())


def keyed_hash(text: str, place: str) -> str:
    """By which ``text`` is recognised again in ``place``, and cannot be guessed without the key."""
    return hmac.digest(_key("keyed_hash"), f"{place}\0{text}".encode(), "sha256").hex()


def _key(purpose: str) -> bytes:
    return _derived(settings.GONGKAI_DATA_KEY, purpose)


@cache
def _derived(secret: str, purpose: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=f"gongkai {purpose}".encode()).derive(secret.encode())
