"""The wheel: it holds the two packages with their data and nothing else, and works away from the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
import zipfile
from email.message import Message
from email.parser import HeaderParser
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
INSIDE = {
    "annotator": "annotator",
    "ui": "ui",
    "resources": "annotator/_data/resources",
    "projects": "annotator/_data/projects",
}
"""Folders of the checkout, and where they lie in the wheel."""
SUFFIXES = {
    "annotator": {".py", ".typed"},
    "ui": {".py"},
    "resources": {".svg", ".toml", ".ts", ".qss"},
    "projects": {".jsonl", ".md", ".toml", ".txt"},
}


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built once, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    assert run.returncode == 0, run.stdout + run.stderr
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Laid out as an installation lays it out."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def on_disk(folder: str) -> set[str]:
    """The files of a folder of the checkout as they should be named in the wheel."""
    files = (path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {f"{INSIDE[folder]}/{path.relative_to(ROOT / folder).as_posix()}" for path in files}


def test_top_level_holds_two_packages_and_the_metadata(wheel: Path) -> None:
    assert {name.partition("/")[0] for name in names(wheel)} == {
        "annotator",
        "ui",
        f"hashiya-{PYPROJECT['project']['version']}.dist-info",
    }


def test_everything_is_inside_and_nothing_else(wheel: Path) -> None:
    found = {name for name in names(wheel) if ".dist-info/" not in name}
    assert found == set().union(*map(on_disk, INSIDE))


@pytest.mark.parametrize("folder", INSIDE)
def test_no_font_no_test_no_stray_file(wheel: Path, folder: str) -> None:
    data = tuple(f"{INSIDE[other]}/" for other in ("resources", "projects"))
    mine = f"{INSIDE[folder]}/"
    found = [name for name in names(wheel) if name.startswith(mine) and (mine in data or not name.startswith(data))]
    assert found
    assert {Path(name).suffix for name in found} <= SUFFIXES[folder]
    assert not [name for name in found if Path(name).name.startswith(("test_", "conftest")) or "/tests/" in name]


def test_check_wheel_contents_has_nothing_to_say(wheel: Path) -> None:
    script = Path(sys.executable).with_name("check-wheel-contents")
    run = subprocess.run([script, wheel], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_metadata_says_what_pyproject_says(unpacked: Path) -> None:
    [folder] = unpacked.glob("*.dist-info")
    about: Message = HeaderParser().parsestr((folder / "METADATA").read_text(encoding="utf-8"))
    assert about["License-Expression"] == "MIT"
    assert (folder / "licenses" / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")
    wanted = {str(Requirement(text)).lower() for text in PYPROJECT["project"]["dependencies"]}
    assert {str(Requirement(text)).lower() for text in about.get_all("Requires-Dist", [])} == wanted
    [script] = metadata.Distribution.at(folder).entry_points.select(group="console_scripts")
    assert (script.name, script.value) == ("hashiya", "ui.entry:main")


def run_away(unpacked: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs `hashiya` from the unpacked wheel, in a folder that has nothing to do with the checkout."""
    code = (
        "import sys, annotator.cli\n"
        "assert annotator.cli.__file__.startswith(sys.argv[1]), annotator.cli.__file__\n"
        "annotator.cli.main(sys.argv[2:])"
    )
    environment = {**os.environ, "PYTHONPATH": str(unpacked), "PYTHONUTF8": "1"}
    command = [sys.executable, "-P", "-c", code, str(unpacked), *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8")


def test_the_command_line_works_from_the_wheel_alone(unpacked: Path, tmp_path: Path) -> None:
    listed = run_away(unpacked, tmp_path, "schema", "list", "--json")
    assert listed.returncode == 0, listed.stderr
    assert [row["name"] for row in json.loads(listed.stdout)] == [
        *("ace", "acled", "conll", "news", "ontonotes", "plover", "rich-ere", "wojood", "wojood-hadath")
    ]

    made = run_away(unpacked, tmp_path, "new", "work.hashiya")
    assert made.returncode == 0, made.stderr
    sample = unpacked / "annotator" / "_data" / "projects" / "sample" / "annotations.jsonl"
    assert run_away(unpacked, tmp_path, "import", "work.hashiya", str(sample)).returncode == 0
    info = run_away(unpacked, tmp_path, "info", "work.hashiya", "--json")
    assert json.loads(info.stdout)["mentions"] > 0


def test_the_sample_project_is_made_from_the_wheel_alone(unpacked: Path, tmp_path: Path) -> None:
    code = (
        "import sys, pathlib\n"
        "from annotator.jobs.samples import create_sample\n"
        "from annotator.resources import projects, resource\n"
        "assert str(projects()).startswith(sys.argv[1]) and str(resource('icons')).startswith(sys.argv[1])\n"
        "create_sample(pathlib.Path('sample.hashiya'))"
    )
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    command = [sys.executable, "-P", "-c", code, str(unpacked)]
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "sample.hashiya").stat().st_size > 0


STRANGERS = {
    "of another use": "__version__ = '0.14.2'",
    "that does not even load": "import a_module_that_is_not_there",
    "that was removed again, with our file": None,
}


@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_package_that_took_the_place_of_ours_is_named(stranger: str, wheel: Path, tmp_path: Path) -> None:
    site, source = tmp_path / "site", STRANGERS[stranger]
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    (site / "annotator" / "__init__.py").unlink()
    if source is not None:
        (site / "annotator" / "__init__.py").write_text(source, encoding="utf-8")
        about = site / "annotator-0.14.2.dist-info"
        about.mkdir()
        (about / "METADATA").write_text("Metadata-Version: 2.1\nName: annotator\nVersion: 0.14.2\n", encoding="utf-8")
        (about / "RECORD").write_text("annotator/__init__.py,,\n", encoding="utf-8")
    code = "from ui.entry import main; main()"
    command = [sys.executable, "-P", "-S", "-c", code, "--version"]  # -S: without the checkout that is installed here
    environment = {**os.environ, "PYTHONPATH": str(site)}
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8")
    assert run.returncode == 3, run.stderr
    assert run.stderr.startswith("Hashiya cannot start: ")
    assert "Traceback" not in run.stderr
    named = "the package annotator has overwritten" if source is not None else "another package has overwritten"
    assert named in run.stderr
