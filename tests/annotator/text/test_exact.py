from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import DataError
from annotator.text.exact import check_text, decode, document_key, sha256_of
from tests.annotator.text.strategies import articles, shared, texts


@given(texts())
def test_a_good_text_comes_back_character_for_character(text: str) -> None:
    assert decode(text.encode(), "a.txt") == text
    assert check_text(text) is None
    assert sha256_of(text) == hashlib.sha256(text.encode()).digest()


@given(st.binary(max_size=40))
def test_bytes_are_read_exactly_or_refused(data: bytes) -> None:
    try:
        text = decode(data, "a.txt")
    except DataError as error:
        problems = error.problems
    else:
        assert text.encode() == data
        assert check_text(text) is None
        return
    assert 1 <= len(problems) <= 11
    assert all(problem.startswith("a.txt:") for problem in problems)


@given(st.text(st.characters()))
def test_check_text_knows_what_utf8_can_hold(text: str) -> None:
    try:
        stored = "\0" not in text and bool(text.encode() or True)
    except UnicodeEncodeError:
        stored = False
    assert (check_text(text) is None) == stored


def test_nothing_is_changed() -> None:
    text = "\ufeffأ\r\nب\rج\n\x85\u2028\u00a0\ufffe\u200c\u200fe\u0301 "
    assert decode(text.encode(), "a.txt") == text


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"\xd8\xad\n\xd8\xad\0", "a.txt:2: NUL (byte 00) is not text"),
        (b"a\r\nb\rc\xff", "a.txt:3: byte FF is not UTF-8"),
        ("حلب".encode()[:-1], "a.txt:1: byte D8 is not UTF-8"),
        (b"a\n\n\xed\xa0\xbd", "a.txt:3: a lone surrogate (bytes ED A0 BD) is not a character"),
        ("حلب".encode("cp1256"), "a.txt:1: byte CD is not UTF-8"),
        (b"\xc0\xaf", "a.txt:1: byte C0 is not UTF-8"),
        ("حلب".encode("utf-16"), "a.txt:1: the text is UTF-16, not UTF-8"),
    ],
)
def test_the_place_and_the_reason_are_named(data: bytes, problem: str) -> None:
    with pytest.raises(DataError) as caught:
        decode(data, "a.txt")
    assert caught.value.problems[0] == problem
    assert "a.txt was not read" in str(caught.value)


def test_many_broken_places_are_not_all_listed() -> None:
    with pytest.raises(DataError) as caught:
        decode(b"\xff\n" * 1000, "a.txt")
    assert caught.value.problems[9] == "a.txt:10: byte FF is not UTF-8"
    assert len(caught.value.problems) == 11


def test_check_text_names_the_place() -> None:
    assert check_text("ab\0") == "the text holds NUL at character 2"
    assert check_text("\ud83d") == "the text holds the lone surrogate U+D83D at character 0"


def test_the_key_depends_on_name_and_text() -> None:
    keys = {document_key(name, sha256_of(text)) for name in ("a", "b") for text in ("أ", "ب")}
    assert len(keys) == 4
    assert {len(key) for key in keys} == {16}
    assert document_key("a", sha256_of("أ")) == hashlib.sha256(b"a\0" + sha256_of("أ")).digest()[:16]


def test_the_articles() -> None:
    paths = sorted(shared("articles").glob("*.txt"))
    assert [decode(path.read_bytes(), path.name) for path in paths] == articles()
