"""What is sealed opens only with its key, its context and unaltered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinling.gateways.sealing import (
    SealBroken,
    SealedTextField,
    blind_index,
    present_seal,
    seal,
    seal_bytes,
    unseal,
    unseal_bytes,
)

CIPHERS = ["aes-256-gcm", "sm4-gcm"]


@pytest.fixture(params=CIPHERS)
def cipher(request, settings):
    settings.DATA_CIPHER = request.param
    settings.DATA_KEY = "first key"
    return request.param


@given(st.text())
def test_open_what_was_sealed(text: str) -> None:
    assert unseal(seal(text, context="a.b"), context="a.b") == text


@given(st.binary(max_size=2_000))
def test_open_a_sealed_file(content: bytes) -> None:
    assert unseal_bytes(seal_bytes(content, context="document:1"), context="document:1") == content


def test_seal_the_same_text_differently_each_time(cipher) -> None:
    assert seal("999999") != seal("999999")


def test_show_nothing_of_the_content(cipher) -> None:
    assert "999999" not in seal("999999194001011238")
    assert b"999999" not in seal_bytes(b"999999194001011238" * 50)


def test_refuse_another_context(cipher) -> None:
    with pytest.raises(SealBroken):
        unseal(seal("x", context="registry.person.phone"), context="registry.person.address")
    with pytest.raises(SealBroken):
        unseal_bytes(seal_bytes(b"x", context="document:1"), context="document:2")


def test_refuse_every_altered_byte(cipher) -> None:
    sealed = seal_bytes(b"content", context="c")
    start = sealed.index(b".", 2) + 1
    for place in range(start, len(sealed)):
        altered = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(SealBroken):
            unseal_bytes(altered, context="c")


@pytest.mark.parametrize("text", ["", "a", "a.b", "z.00000000.AAAA", "a.00000000.AAAA", "a.b.c.d", "a.x.***"])
def test_refuse_what_was_never_sealed(text: str) -> None:
    with pytest.raises(SealBroken):
        unseal(text)
    with pytest.raises(SealBroken):
        unseal_bytes(text.encode())


def test_open_with_a_retired_key_until_it_is_given_up(cipher, settings) -> None:
    sealed = seal("旧")
    settings.DATA_KEY, settings.DATA_KEYS_RETIRED = "second key", ["first key"]
    assert unseal(sealed) == "旧"
    assert not sealed.startswith(present_seal())
    assert seal("新").startswith(present_seal())
    settings.DATA_KEYS_RETIRED = []
    with pytest.raises(SealBroken):
        unseal(sealed)


def test_open_what_the_other_cipher_sealed(settings) -> None:
    sealed = seal("甲")
    settings.DATA_CIPHER = "sm4-gcm"
    assert unseal(sealed) == "甲"
    assert seal("甲").startswith("s.")


def test_index_equal_values_alike_and_purposes_apart(settings) -> None:
    assert blind_index("1", purpose="id") == blind_index("1", purpose="id")
    assert len({blind_index("1", purpose="id"), blind_index("2", purpose="id"), blind_index("1", purpose="phone")}) == 3
    before = blind_index("1", purpose="id")
    settings.INDEX_KEY = "another"
    assert blind_index("1", purpose="id") != before


def test_refuse_to_search_a_sealed_field() -> None:
    field = SealedTextField()
    field.name = "phone"
    for lookup in ("exact", "icontains", "in"):
        with pytest.raises(TypeError, match="blind index"):
            field.get_lookup(lookup)
