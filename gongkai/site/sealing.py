"""What is kept sealed in the database: unreadable to who has a copy of it but not the data key.

AES-256-GCM; the key comes from GONGKAI_DATA_KEY, which is kept apart from the database. What is
sealed is bound to its place (a row, say): moved to another, it does not open.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import cache
from os import urandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12
FORM = "1."
"""Which way of sealing: a later one can be told from it."""


class Sealer:
    """Seals, opens and hashes with one data key."""

    def __init__(self, secret: str) -> None:
        self.secret = secret

    def seal(self, text: str, place: str) -> str:
        """``text``, unreadable, for ``place`` alone."""
        return FORM + urlsafe_b64encode(self.seal_bytes(text.encode(), place)).decode()

    def unseal(self, sealed: str, place: str) -> str:
        """What was sealed for ``place``; InvalidTag where key, place or text is another."""
        return self.unseal_bytes(urlsafe_b64decode(sealed.removeprefix(FORM)), place).decode()

    def seal_bytes(self, data: bytes, place: str) -> bytes:
        """The same, of a file."""
        nonce = urandom(NONCE)
        return nonce + AESGCM(self._key("seal")).encrypt(nonce, data, place.encode())

    def unseal_bytes(self, sealed: bytes, place: str) -> bytes:
        return AESGCM(self._key("seal")).decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())

    def keyed_hash(self, text: str, place: str) -> str:
        """By which ``text`` is recognised again in ``place``, and cannot be guessed without the key."""
        return hmac.digest(self._key("keyed_hash"), f"{place}\0{text}".encode(), "sha256").hex()

    def _key(self, purpose: str) -> bytes:
        return _derived(self.secret, purpose)


class Change:
    """From one data key to another; what the new one opens already has been changed before."""

    def __init__(self, old: Sealer, new: Sealer) -> None:
        self.old, self.new = old, new

    def text(self, sealed: str, place: str) -> str | None:
        """Sealed anew, or None where it is already."""
        try:
            self.new.unseal(sealed, place)
        except InvalidTag:
            return self.new.seal(self.old.unseal(sealed, place), place)
        return None

    def data(self, sealed: bytes, place: str) -> bytes | None:
        try:
            self.new.unseal_bytes(sealed, place)
        except InvalidTag:
            return self.new.seal_bytes(self.old.unseal_bytes(sealed, place), place)
        return None


def seal(text: str, place: str) -> str:
    return _now().seal(text, place)


def unseal(sealed: str, place: str) -> str:
    return _now().unseal(sealed, place)


def seal_bytes(data: bytes, place: str) -> bytes:
    return _now().seal_bytes(data, place)


def unseal_bytes(sealed: bytes, place: str) -> bytes:
    return _now().unseal_bytes(sealed, place)


def keyed_hash(text: str, place: str) -> str:
    return _now().keyed_hash(text, place)


def _now() -> Sealer:
    return Sealer(settings.GONGKAI_DATA_KEY)


@cache
def _derived(secret: str, purpose: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=f"gongkai {purpose}".encode()).derive(secret.encode())
