"""A large release: one hash under several Pythons and hash seeds, every flipped bit found, nobody's name in any byte.

OTHER_PYTHONS=/path/to/python:... are interpreters, with the dependencies of the core, that make the same release.
Figures are printed: `make soak ARGS="-s tests/soak/test_release.py"`.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from annotator.adjudication.rules import Rule
from annotator.errors import DataError
from annotator.jobs.adjudication_rules import RuleOptions, apply_rule
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.jobs.verifying import verify_release
from annotator.project import Project
from annotator.schema import load_preset
from tests.benchmarks.articles import Article, typical_articles
from tests.benchmarks.common import ROOT
from tests.soak.test_core import much

PEOPLE: Final = ("Anneliese", "Bartholomew", "Cunegonde")
LEAD: Final = "Ermengarde"
SEEDS: Final = ("0", "1", "4294967295")
_DOCUMENTS: Final = 10_000
_FLIPS: Final = 60
_LABELS: Final = ("PERS", "ORG", "LOC", "GPE", "DATE")
_MAKE: Final = """
import json, sys, time
from pathlib import Path
from annotator.jobs.releasing import ReleaseOptions, release
from annotator.project import Project
from tests.benchmarks.common import peak_memory
project = Project.open(Path(sys.argv[1]), write=False)
start, before = time.process_time(), peak_memory()
report = release(project, Path(sys.argv[2]), ReleaseOptions("1.0", (80, 10, 10), 7))
project.close()
print(json.dumps({
    "release": report.release, "documents": sum(report.documents.values()), "python": sys.version.split()[0],
    "s CPU": round(time.process_time() - start, 1), "MB at the peak": round(peak_memory()), "MB before": round(before),
}))
"""


def readings(article: Article) -> Iterator[dict[str, Any]]:
    """An article as three people mark it: of each mention that touches no other at most one of them says something
    else, so that a majority settles everything."""
    chance = random.Random(article.name)
    said: list[set[tuple[int, int, str]]] = [set(), set(), set()]
    for start, end, label in article.spans:
        alone = sum(a < end and start < b for a, b, _ in article.spans) == 1
        stray = chance.choice((0, 1, 2, 3, 4, 5, 6)) if alone else 3
        for who, spans in enumerate(said):
            if who != stray:
                spans.add((start, end, label))
            elif chance.random() < 0.5:
                spans.add((start, end, chance.choice(_LABELS)))
    for name, spans in zip(PEOPLE, said, strict=True):
        mentions = [{"start": start, "end": end, "label": label} for start, end, label in sorted(spans)]
        yield {"id": article.name, "text": article.text, "annotator": name, "status": "done", "mentions": mentions}


@pytest.fixture(scope="module")
def adjudicated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    source, target = folder / "in.jsonl", folder / "p.hashiya"
    with source.open("w", encoding="utf-8") as file:
        for article in typical_articles(much(_DOCUMENTS)):
            file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in readings(article))
    project = Project.create(target, load_preset("news"))
    try:
        import_paths(project, [source], ImportOptions(add_labels=True))
        project.work_as(LEAD)
        report = apply_rule(project, Rule("majority"), RuleOptions(close=True))
    finally:
        project.close()
    print(report)
    assert report.closed == report.documents
    return target


@pytest.fixture(scope="module")
def sealed(adjudicated: Path) -> tuple[Path, list[dict[str, Any]]]:
    """One release, and what each process that made it says."""
    others = filter(None, os.environ.get("OTHER_PYTHONS", "").split(os.pathsep))
    found = []
    for python in (sys.executable, *others):
        for seed in SEEDS:
            target = adjudicated.with_name(f"r{len(found)}")
            run = subprocess.run(
                [python, "-c", _MAKE, str(adjudicated), str(target)],
                env={**os.environ, "PYTHONHASHSEED": seed},
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
            )
            assert run.returncode == 0, run.stderr
            found.append({**json.loads(run.stdout), "hash seed": seed})
            print(found[-1])
    return adjudicated.with_name("r0"), found


def test_one_hash_under_all_pythons_and_hash_seeds(sealed: tuple[Path, list[dict[str, Any]]]) -> None:
    _, found = sealed
    assert len({made["release"] for made in found}) == 1
    assert found[0]["documents"] == much(_DOCUMENTS)


def test_nobodys_name_is_in_any_byte(sealed: tuple[Path, list[dict[str, Any]]]) -> None:
    folder, _ = sealed
    for path in folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert not [name for name in (*PEOPLE, LEAD) if name.encode() in data], path


def test_every_flipped_bit_is_found(sealed: tuple[Path, list[dict[str, Any]]]) -> None:
    folder, found = sealed
    start = time.process_time()
    assert verify_release(folder).release == found[0]["release"]
    print("verify, s CPU", round(time.process_time() - start, 1))
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    chance = random.Random("bits")
    for _ in range(much(_FLIPS)):
        path = chance.choices(files, [file.stat().st_size + 10_000 for file in files])[0]
        at, bit = chance.randrange(path.stat().st_size), chance.randrange(8)
        _flip(path, at, bit)
        with pytest.raises(DataError):
            verify_release(folder)
        _flip(path, at, bit)
    verify_release(folder)


def _flip(path: Path, at: int, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        (byte,) = file.read(1)
        file.seek(at)
        file.write(bytes([byte ^ 1 << bit]))
