"""The words of the window: complete in both languages, every plural form there, nothing missing and nothing unused."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from annotator.resources import resource
from annotator.validate import Clash
from ui.i18n import (
    LANGUAGES,
    PLURALS,
    Phrase,
    Translator,
    catalogue,
    isolate,
    placeholders,
    plural_form,
    read_catalogue,
)
from ui.troubles import WORDS

ROOT = Path(__file__).resolve().parents[2]
MESSAGES = catalogue()
GROUPS = {id.partition(".")[0] for id in MESSAGES}
ID = re.compile(rf"(?:{'|'.join(sorted(GROUPS))})\.[a-z0-9_.]+")


def strings(folder: str) -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path.relative_to(ROOT).as_posix(), node.value


def forms(entry: Mapping[str, object], language: str) -> list[str]:
    text = entry[language]
    return list(text.values()) if isinstance(text, Mapping) else [str(text)]


def test_every_id_that_the_window_uses_exists() -> None:
    missing = {(file, text) for file, text in strings("ui") if ID.fullmatch(text) and text not in MESSAGES}
    assert not missing


def test_no_message_is_unused() -> None:
    used = {text for _, text in strings("ui")}
    assert not set(MESSAGES) - used


@pytest.mark.parametrize("id", MESSAGES)
def test_both_languages_say_it_with_the_same_values(id: str) -> None:
    entry = MESSAGES[id]
    assert set(entry) == set(LANGUAGES)
    wanted = {name for text in forms(entry, "en") for name in placeholders(text)}
    for language in LANGUAGES:
        texts = forms(entry, language)
        assert all(text.strip() for text in texts)
        assert {name for text in texts for name in placeholders(text)} == wanted


@pytest.mark.parametrize("id", [id for id, entry in MESSAGES.items() if isinstance(entry["en"], Mapping)])
def test_counted_messages_have_every_form(id: str) -> None:
    for language in LANGUAGES:
        assert set(MESSAGES[id][language]) == set(PLURALS[language])


def test_no_word_of_the_window_stands_in_the_code() -> None:
    arabic = re.compile("[\u0620-\u064a]")
    elsewhere = {(file, text) for file, text in strings("ui") if arabic.search(text)}
    allowed = {"ui/keys.py", "ui/demo.py"}  # letters of keyboards; names that the demo marks
    assert {file for file, _ in elsewhere} <= allowed


def test_every_error_that_has_a_code_has_words_in_both_languages() -> None:
    raised = set()
    for folder in ("annotator/edits", "annotator/store"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.keyword) and node.arg == "code" and isinstance(node.value, ast.Constant):
                    raised.add(node.value.value)
    assert raised
    assert raised <= set(WORDS)
    assert {clash.value for clash in Clash} <= set(WORDS)


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "لا أحداث"),
        (1, "حدث واحد"),
        (2, "حدثان"),
        (3, "٣ أحداث"),
        (11, "١١ حدثاً"),
        (99, "٩٩ حدثاً"),
        (100, "١٠٠ حدث"),
        (103, "١٠٣ أحداث"),
    ],
)
def test_arabic_counts_as_arabic_does(n: int, words: str) -> None:
    assert Translator("ar").tr("count.events", n=n) == words


def test_arabic_plural_forms_cover_all_numbers() -> None:
    assert {plural_form("ar", n) for n in range(205)} == set(PLURALS["ar"])


def test_numbers_are_arabic_indic_unless_latin_is_chosen() -> None:
    assert Translator("ar").number(12_345) == "١٢٬٣٤٥"
    assert Translator("ar").percent(36) == "٣٦٪"
    assert Translator("ar", "latin").number(12_345) == "12,345"
    assert Translator("en").percent(36) == "36%"


def test_user_text_is_isolated_and_our_own_phrases_are_not() -> None:
    translator = Translator("ar")
    assert translator.tr("layer.of", name="Reem (2)") == "طبقة \u2068Reem (2)\u2069"
    assert translator.tr("layer.of", name=Phrase("x")) == "طبقة x"
    assert isolate("a") == "\u2068a\u2069"


def test_the_glossary_is_kept() -> None:
    words = " ".join(text for entry in MESSAGES.values() for text in forms(entry, "ar"))
    for wrong in ("ذِكر", "معلِّم", "ترميز", "وثيقة", "ملصق"):
        assert wrong not in words
    for right in ("إشارة", "وسم", "مستند", "طبقة", "مخطط", "الحدود", "سوابق"):
        assert right in words


def test_the_catalogue_reads_what_a_reader_of_toml_reads() -> None:
    tree = tomllib.loads(resource("i18n", "messages.toml").read_text(encoding="utf-8"))
    found: dict[str, object] = {}

    def walk(path: str, table: Mapping[str, object]) -> None:
        if "en" in table:
            found[path] = table
            return
        for key, value in table.items():
            assert isinstance(value, Mapping), f"{path}.{key} has no languages"
            walk(f"{path}.{key}" if path else key, value)

    walk("", tree)
    assert catalogue() == found
    escaped = read_catalogue('[a]\nb = { en = "\\"quoted\\"\\n\\u0628", ar = "ب" }')
    assert escaped == {"a.b": {"en": '"quoted"\nب', "ar": "ب"}}


def test_the_file_is_text_that_people_can_edit() -> None:
    text = resource("i18n", "messages.toml").read_text(encoding="utf-8")
    assert "\u200f" not in text
    assert "\u200e" not in text
