"""What the core says in English is said in Arabic in an Arabic window, also where it depends on the case."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.errors import DataError, EditError, UnavailableError, placed
from annotator.formats.jsonl import LineError
from annotator.formats.jsonl_reading import read_line
from annotator.jobs.exporting import export_jsonl
from annotator.project import Project
from annotator.schema import changing, load_preset, parse_schema
from ui.i18n import Translator
from ui.look import Look
from ui.theme import make_theme
from ui.troubles import problems_for, words_for


def test_errors_are_said_in_the_window_s_language(qapp: object) -> None:
    arabic, english = (Look(make_theme(dark=False), Translator(language)) for language in ("ar", "en"))
    with pytest.raises(EditError) as fault:
        changing.merge(load_preset("news"), "PERS", "PERS")
    assert "يؤدي كل منهما إلى الآخر في حلقة" in words_for(arabic, fault.value)
    assert "lead to each other in a circle" in words_for(english, fault.value)
    with pytest.raises(DataError) as bad:
        parse_schema('name = "x"\nen = "X"\nar = "س"\nlabels = []\nblocking = ["typo"]\n', "s.toml")
    assert len(problems_for(arabic, bad.value)) == len(problems_for(english, bad.value)) == 2
    assert problems_for(arabic, bad.value)[0] == "s.toml:1: \u2067لا بد في مخطط الوسوم من وسم واحد على الأقل\u2069"
    assert words_for(arabic, bad.value) == "لم يؤخذ مخطط الوسوم من s.toml. لم يتغير شيء."
    assert words_for(arabic, EditError("x", code="mention_gone")) == "لم تعد هذه الإشارة موجودة."
    assert words_for(arabic, UnavailableError("as it is")) == "as it is"
    assert problems_for(arabic, ValueError("x")) == []


def test_what_an_import_refuses_is_said_in_the_window_s_language(qapp: object) -> None:
    arabic = Look(make_theme(dark=False), Translator("ar"))
    with pytest.raises(LineError) as bad:
        read_line(b'{"text":"a","mentions":[{"start":"0","end":1,"label":"PERS"}]}')
    refused = DataError("x", [placed("a.jsonl:1", reason) for reason in bad.value.reasons])
    assert problems_for(arabic, refused) == [
        "a.jsonl:1: \u2067mentions[0].start: المتوقَّع عدد صحيح، والموجود نص بين علامتي تنصيص\u2069"
    ]


def test_an_export_that_cannot_be_written_says_so_with_the_system_s_reason(qapp: object, tmp_path: Path) -> None:
    project = Project.create(tmp_path / "p.hashiya", load_preset("conll"))
    arabic, english = (Look(make_theme(dark=False), Translator(language)) for language in ("ar", "en"))
    try:
        with pytest.raises(UnavailableError) as refused:
            export_jsonl(project, tmp_path / "nowhere" / "x.jsonl")
    finally:
        project.close()
    assert "تعذرت كتابة" in words_for(arabic, refused.value)
    assert "No such file" in words_for(english, refused.value)
