"""Sealing of personal data: authenticated encryption at rest, and blind indexes for exact look-up.

A sealed text is `<cipher>.<key id>.<base64 of nonce + ciphertext + tag>`, a sealed file the same without base64.
Keys come from settings; retired keys still open what they sealed. Ciphers: AES-256-GCM, or SM4-GCM where commercial
cryptography (GB/T 39786) is required.
"""

import base64
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

_NONCE_BYTES = 12
_TAG_BYTES = 16
_CIPHERS = {"aes-256-gcm": ("a", 32, algorithms.AES), "sm4-gcm": ("s", 16, algorithms.SM4)}
_BY_LETTER = {letter: name for name, (letter, _, _) in _CIPHERS.items()}


class SealBroken(Exception):
    """The text was altered, or its key is not among the configured ones."""


@lru_cache(maxsize=32)
def _key(secret: str, cipher: str) -> tuple[str, bytes]:
    """Key id and key bytes derived from a configured secret."""
    _, size, _ = _CIPHERS[cipher]
    raw = HKDF(algorithm=SHA256(), length=size, salt=None, info=f"yinling {cipher}".encode()).derive(secret.encode())
    return hashlib.sha256(raw).hexdigest()[:8], raw


def seal(text: str, *, context: str = "") -> str:
    """Encrypts `text`; `context` (table and field) must be the same when it is opened."""
    letter, key_id, raw = _encrypt(text.encode(), context)
    return f"{letter}.{key_id}.{base64.urlsafe_b64encode(raw).decode()}"


def unseal(sealed: str, *, context: str = "") -> str:
    """The text that was sealed. Raises SealBroken."""
    try:
        letter, key_id, encoded = sealed.split(".")
        return _decrypt(letter, key_id, base64.urlsafe_b64decode(encoded), context).decode()
    except (ValueError, KeyError, InvalidTag) as fault:
        raise SealBroken(sealed[:12]) from fault


def seal_bytes(content: bytes, *, context: str = "") -> bytes:
    """Encrypts a file: `<cipher>.<key id>.` and then nonce, ciphertext and tag as they are."""
    letter, key_id, raw = _encrypt(content, context)
    return f"{letter}.{key_id}.".encode() + raw


def unseal_bytes(sealed: bytes, *, context: str = "") -> bytes:
    """The content that was sealed. Raises SealBroken."""
    try:
        letter, key_id, raw = sealed.split(b".", 2)
        return _decrypt(letter.decode(), key_id.decode(), raw, context)
    except (ValueError, KeyError, InvalidTag) as fault:
        raise SealBroken(repr(sealed[:12])) from fault


def present_seal() -> str:
    """How everything begins that is sealed with the cipher and key now configured."""
    return f"{_CIPHERS[settings.DATA_CIPHER][0]}.{_key(settings.DATA_KEY, settings.DATA_CIPHER)[0]}."


def _encrypt(content: bytes, context: str) -> tuple[str, str, bytes]:
    letter, _, algorithm = _CIPHERS[settings.DATA_CIPHER]
    key_id, key = _key(settings.DATA_KEY, settings.DATA_CIPHER)
    nonce = os.urandom(_NONCE_BYTES)
    encryptor = Cipher(algorithm(key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(context.encode())
    body = encryptor.update(content) + encryptor.finalize()
    return letter, key_id, nonce + body + encryptor.tag


def _decrypt(letter: str, key_id: str, raw: bytes, context: str) -> bytes:
    cipher = _BY_LETTER[letter]
    keys = dict(_key(secret, cipher) for secret in [settings.DATA_KEY, *settings.DATA_KEYS_RETIRED])
    nonce, body, tag = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:-_TAG_BYTES], raw[-_TAG_BYTES:]
    decryptor = Cipher(_CIPHERS[cipher][2](keys[key_id]), modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(context.encode())
    return decryptor.update(body) + decryptor.finalize()


def blind_index(value: str, *, purpose: str) -> str:
    """A keyed fingerprint (64 hex digits) that finds equal values without opening them."""
    return hmac.new(settings.INDEX_KEY.encode(), f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


class SealedTextField(models.TextField):  # type: ignore[type-arg]
    """A text sealed in the database and plain in Python. It cannot be searched: keep a blind index beside it."""

    @property
    def _context(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        """Opens what the database holds."""
        return unseal(value, context=self._context) if value else value

    def get_prep_value(self, value: str | None) -> str | None:
        """Seals what goes to the database."""
        return seal(str(value), context=self._context) if value else value

    def get_lookup(self, lookup_name: str) -> type[models.Lookup] | None:
        """Only emptiness can be asked of a sealed text; equality would silently find nothing."""
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise TypeError(f"{self.name}: sealed, use its blind index")
