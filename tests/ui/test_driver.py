"""The page about the driver is true: its example runs, and every call that it names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.driver import Driver

PAGE = (Path(__file__).parents[2] / "docs" / "driver.md").read_text(encoding="utf-8")


def test_the_example_runs(
    qapp, naskh: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "try.ini").write_text("[look]\nlanguage=ar\nscheme=light\n", encoding="utf-8")
    example = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert example is not None
    exec(compile(example.group(1), "docs/driver.md", "exec"), {})
    said = capsys.readouterr().out
    assert "بلد رأس النخيل" in said
    assert (tmp_path / "try.png").stat().st_size > 10_000


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(\w+)(?:\(|`)", PAGE.split("## What it does")[1]))))
def test_every_name_is_there(name: str) -> None:
    from tests.driver import Seen

    places = (Driver, Seen, "let_go settings condition", "hands")
    assert any(hasattr(place, name) if isinstance(place, type) else name in str(place) for place in places), name
