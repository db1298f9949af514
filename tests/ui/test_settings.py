"""What the window remembers, also when somebody has written nonsense into the file."""

from __future__ import annotations

from pathlib import Path

from ui.settings import SCALES, Settings, system_language


def test_the_first_run_follows_the_system(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "a" / "window.ini")
    assert settings.language == system_language()
    assert (settings.scheme, settings.scale, settings.text_size, settings.person) == ("system", 100, 20, "")
    assert settings.recent == []


def test_values_come_back(tmp_path: Path) -> None:
    path = tmp_path / "window.ini"
    project = tmp_path / "أخبار.hashiya"
    project.touch()
    first = Settings(path)
    first.set("look/language", "ar")
    first.set("look/text_size", 26)
    first.set("person/name", "سلمى")
    first.add_recent(project)
    first.set_last_document(project, "مقال 1")
    first.save()
    again = Settings(path)
    assert (again.language, again.text_size, again.person) == ("ar", 26, "سلمى")
    assert again.recent == [project]
    assert again.last_document(project) == "مقال 1"


def test_the_article_is_as_large_as_the_interface_until_somebody_chooses(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "window.ini")
    sizes = {}
    for scale in SCALES:
        settings.set("look/scale", scale)
        sizes[scale] = settings.text_size
    assert sizes == {100: 20, 110: 22, 125: 24, 150: 30}
    settings.set("look/text_size", 26)
    assert settings.text_size == 26
    settings.forget("look/text_size")
    assert settings.text_size == 30


def test_nonsense_falls_back_to_the_default(tmp_path: Path) -> None:
    path = tmp_path / "window.ini"
    path.write_text("[look]\nlanguage=xx\nscale=enormous\ntext_size=4000\nscheme=pink\n[window]\ngeometry=no\n")
    settings = Settings(path)
    assert settings.language in ("ar", "en")
    assert (settings.scale, settings.text_size, settings.scheme) == (100, 40, "system")
    assert settings.state("geometry") is None


def test_recent_projects_are_the_newest_eight_that_exist(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "window.ini")
    paths = [tmp_path / f"{n}.hashiya" for n in range(10)]
    for path in paths:
        path.touch()
        settings.add_recent(path)
    settings.add_recent(paths[5])
    paths[9].unlink()
    assert settings.recent[:3] == [paths[5], paths[8], paths[7]]
    assert len(settings.recent) == 7
