"""What an import brings in: texts exact, layers whole, once, and all or nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import tracemalloc
from pathlib import Path

import pytest

from annotator import edits
from annotator.bulk import Bulk
from annotator.errors import DataError
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.jobs.inspecting import info
from annotator.jobs.reverting import revert
from annotator.model import GOLD, Span
from annotator.project import Project
from annotator.store.check import check_file
from annotator.text.exact import sha256_of
from tests.annotator.helpers import ATTACK, BLOW, NAME, PLACE, TEXT, line, lines_of, state, take_in, taken_out


def test_only_the_text_is_needed(project: Project) -> None:
    take_in(project, {"text": "a"}, {"text": "b"}, b"", b"  ", {"text": "c"}, name="news.jsonl")
    assert [row.name for row in project.document_rows()] == ["news.jsonl:1", "news.jsonl:2", "news.jsonl:5"]
    assert lines_of(project)[0] == {"id": "news.jsonl:1", "text": "a"}


def test_a_number_as_id_is_its_digits(project: Project) -> None:
    take_in(project, {"id": 7, "text": "a"}, {"id": "7", "text": "a"})
    assert [row.name for row in project.document_rows()] == ["7"]


def test_folders_are_searched_in_the_order_of_their_names(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    for name, data in {"b/two.txt": "2", "a.txt": "1", "b/c/three.TXT": "3", "notes.md": "no", "z.ndjson": ""}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(data)
    (folder / "link.txt").symlink_to(folder / "a.txt")
    (folder / "z.ndjson").write_bytes(b'{"text":"4"}')
    import_paths(project, [folder], ImportOptions())
    assert [row.name for row in project.document_rows()] == ["a.txt", "b/c/three.TXT", "b/two.txt", "z.ndjson:1"]


def test_a_byte_order_mark_is_skipped_in_jsonl_and_kept_in_a_text(project: Project, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b'\xef\xbb\xbf{"id":"j","text":"\xef\xbb\xbfx"}\r\n{"id":"k","text":"y"}')
    (tmp_path / "t.txt").write_bytes(b"\xef\xbb\xbfx\r\n")
    import_paths(project, [tmp_path / "in.jsonl", tmp_path / "t.txt"], ImportOptions())
    texts = {found["id"]: found["text"] for found in lines_of(project)}
    assert texts == {"j": "\ufeffx", "k": "y", "t.txt": "\ufeffx\r\n"}


def test_separators_inside_a_string_do_not_split_a_line(project: Project) -> None:
    text = "1\u20282\u20293\x854\r5\r\n6\x0b7\x0c8\x1c9"
    take_in(project, {"id": "a", "text": text}, {"id": "b", "text": "z"})
    assert [found["text"] for found in lines_of(project)] == [text, "z"]


def test_an_untouched_document_never_looks_like_an_empty_layer(project: Project) -> None:
    take_in(project, line(id="untouched"), line(id="empty", mentions=[]), line(id="todo", status="todo"))
    found = {item["id"]: item for item in lines_of(project)}
    assert "mentions" not in found["untouched"]
    assert "annotator" not in found["untouched"]
    assert (found["empty"]["mentions"], found["empty"]["status"]) == ([], "in_progress")
    assert (found["todo"]["mentions"], found["todo"]["status"]) == ([], "todo")


def test_twins_are_kept_and_flagged(project: Project) -> None:
    report = take_in(project, {"id": "a", "text": "x"}, {"id": "b", "text": "x"}, {"id": "c", "text": "x"})
    assert report.documents_new == 3
    assert report.twins == [("b", "a"), ("c", "a")]
    assert take_in(project, {"id": "d", "text": "x"}).twins == [("d", "a")]


def test_an_annotator_that_is_named_overrides_the_line(project: Project) -> None:
    take_in(project, line(mentions=[NAME]), line(id="d2", without=["annotator"], mentions=[]), annotator="  نور  علي ")
    assert project.owners(1) == project.owners(2) == ["نور علي"]
    assert [person.name for person in project.people()] == ["نور علي"]


def test_names_are_the_same_however_they_are_composed(project: Project) -> None:
    take_in(project, line(annotator="Amélie", mentions=[]), line(id="d2", annotator="Ame\u0301lie", mentions=[]))
    assert [person.name for person in project.people()] == ["Amélie"]
    assert len(lines_of(project, source="Ame\u0301lie")) == 2


@pytest.mark.parametrize("name", ["'; DROP TABLE owner; --", 'a"b', "%s", "سلمى ‏", "gold'", "👩\u200d💻", "x" * 200])
def test_odd_names_are_only_names(name: str, project: Project) -> None:
    take_in(project, line(id=name, annotator=name, mentions=[{**NAME, "id": name}]), annotator=None)
    (found,) = lines_of(project)
    assert (found["id"], found["mentions"][0]["id"]) == (name, name)
    assert lines_of(project, source=name) == [found]
    assert info(project)["layers"] == 1


def test_gold_can_be_imported(project: Project) -> None:
    take_in(project, line(annotator=GOLD, mentions=[NAME]), line(annotator="نور", mentions=[PLACE]), line(id="d2"))
    assert [found["annotator"] for found in lines_of(project)] == [GOLD]
    assert len(lines_of(project, source="all")) == 3
    assert info(project)["gold"] is True


def test_the_same_file_again_changes_nothing(project: Project) -> None:
    items = [line(mentions=[NAME, BLOW], events=[ATTACK], status="done"), {"id": "d2", "text": "x", "meta": {"n": 1}}]
    take_in(project, *items)
    before, was = taken_out(project), project.path.read_bytes()
    report = take_in(project, *items)
    assert (report.step, report.layers_equal, report.documents_known) == (None, 1, 2)
    assert (taken_out(project), project.path.read_bytes()) == (before, was)


def test_an_empty_layer_takes_an_import(project: Project) -> None:
    take_in(project, line())
    project.work_as("سلمى")
    layer = project.layer(1)
    project.perform(1, edits.mark(layer, project.document(1), project.schema, [Span(0, 3)], "PERS"))
    project.undo(1)
    report = take_in(project, line(mentions=[NAME]))
    assert report.layers_new == 1
    assert list(project.layer(1).mentions) == ["m1"]


def test_replacing_is_one_step_that_can_be_taken_back(project: Project) -> None:
    take_in(project, line(mentions=[NAME, PLACE]), line(id="d2", mentions=[NAME], meta={"v": 1}))
    before = state(project)
    with pytest.raises(DataError):
        take_in(project, line(mentions=[BLOW]))
    report = take_in(
        project,
        line(mentions=[{**NAME, "label": "ORG"}, BLOW], events=[ATTACK]),
        line(id="d2", mentions=[], meta={"v": 2}),
        line(id="d2", annotator="نور", mentions=[NAME], meta={"v": 3}),
        replace=True,
    )
    assert (report.layers_replaced, report.layers_new) == (2, 1)
    assert report.step is not None
    assert lines_of(project)[-1]["meta"] == {"v": 3}
    taken = revert(project, report.step)
    assert not taken.left
    assert state(project) == before
    assert taken.step is not None
    revert(project, taken.step)
    assert lines_of(project)[-1]["meta"] == {"v": 3}


def test_import_over_work_leaves_undo_to_what_is_above(project: Project) -> None:
    take_in(project, line())
    project.work_as("سلمى")
    document, schema = project.document(1), project.schema
    project.perform(1, edits.mark(project.layer(1), document, schema, [Span(4, 16)], "PERS"))
    take_in(project, line(mentions=[PLACE]), replace=True)
    assert project.undo(1) is None
    project.perform(1, edits.relabel(project.layer(1), schema, "m3", "GPE"))
    change = project.undo(1)
    assert change is not None
    assert project.layer(1).mentions["m3"].label == "LOC"
    assert project.undo(1) is None


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_the_order_of_imports_does_not_matter(order: tuple[int, ...], tmp_path: Path, project: Project) -> None:
    parts = [
        [line(id="b", mentions=[NAME]), {"id": "z", "text": "x"}],
        [line(id="a", annotator="نور", mentions=[PLACE]), line(id="b", annotator="نور", mentions=[])],
        [line(id="b", meta={"n": 1}), {"id": "y", "text": "x"}],
    ]
    other = Project.create(tmp_path / "other.hashiya", project.schema)
    try:
        for part in parts:
            take_in(project, *part)
        for number in order:
            take_in(other, *parts[number], name="other.jsonl")
        assert taken_out(project) == taken_out(other)
        assert state(project) == state(other)
        assert info(project) == info(other)
    finally:
        other.close()


def test_text_and_surface_are_checked_by_code_points(project: Project) -> None:
    text = "👩\u200d👩\u200d👧 سليم"
    take_in(
        project, {"id": "e", "text": text, "annotator": "س", "mentions": [{"start": 6, "end": 10, "label": "PERS"}]}
    )
    (found,) = lines_of(project)
    assert found["mentions"][0]["text"] == "سليم"


def many(path: Path, count: int, mentions: int = 4) -> Path:
    marks = [{**NAME, "id": f"m{number}"} for number in range(1, mentions + 1)]
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(json.dumps(line(id=f"d{number:06}", mentions=marks), ensure_ascii=False) + "\n")
    return path


def test_a_large_import_is_one_step(project: Project, tmp_path: Path) -> None:
    count = 2500
    file = many(tmp_path / "many.jsonl", count)
    seen: list[tuple[int, int]] = []
    report = import_paths(project, [file], ImportOptions(), lambda done, total: seen.append((done, total)))
    assert report.layers_new == count
    assert seen == sorted(seen)
    assert all(0 < done <= total == file.stat().st_size for done, total in seen)
    assert report.step is not None
    assert len(project.reader.steps(report.step)) == count + 1
    assert info(project)["mentions"] == count * 4
    assert revert(project, report.step).layers == count + 1
    assert (info(project)["layers"], info(project)["people"]) == (0, [])


def test_an_import_does_not_pile_up_in_memory(project: Project, tmp_path: Path) -> None:
    peaks = []
    for count in (100, 400):
        file = many(tmp_path / f"{count}.jsonl", count, mentions=40)
        tracemalloc.start()
        try:
            import_paths(project, [file], ImportOptions(annotator=f"a{count}", replace=True))
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    # Some hundred bytes for each document's name and place; its forty mentions would be ten thousand.
    assert (peaks[1] - peaks[0]) / 300 < 2500, peaks


def test_stopping_an_import_leaves_nothing(project: Project, tmp_path: Path) -> None:
    file = many(tmp_path / "many.jsonl", 500)
    before = state(project)

    asked: list[int] = []

    def stop(done: int, _total: int) -> None:
        if done > file.stat().st_size // 2:
            if not asked:
                os.kill(os.getpid(), signal.SIGINT)
            asked.append(done)
            threading.Event().wait(0.2)  # the main thread takes the signal and asks for the end

    with pytest.raises(KeyboardInterrupt):
        import_paths(project, [file], ImportOptions(), stop)
    assert state(project) == before
    assert project.document_rows() == []
    assert take_in(project, line(mentions=[NAME])).layers_new == 1
    project.close()
    assert check_file(project.path, deep=True) == []


def test_a_stop_that_comes_too_late_does_not_hide_what_was_done(project: Project) -> None:
    def work(bulk: Bulk) -> str:
        bulk.add_document("d", "t", sha256_of("t"))
        os.kill(os.getpid(), signal.SIGINT)
        threading.Event().wait(0.2)
        return "done"

    assert project.bulk(work) == "done"
    assert [row.name for row in project.document_rows()] == ["d"]


def test_ctrl_c_at_the_command_line_leaves_nothing(project_path: Path, tmp_path: Path) -> None:
    file = many(tmp_path / "many.jsonl", 20000, mentions=1)
    command = [sys.executable, "-m", "annotator.cli", "import", str(project_path), str(file)]
    child = subprocess.Popen(command, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    try:
        wal = project_path.with_name(project_path.name + "-wal")
        while child.poll() is None and not (wal.exists() and wal.stat().st_size > 200_000):
            threading.Event().wait(0.005)
        child.send_signal(signal.SIGINT)
        _, words = child.communicate(timeout=60)
    finally:
        child.kill()
    assert child.returncode == 130, words
    assert b"Stopped" in words
    assert b"Traceback" not in words
    with_nothing = Project.open(project_path)
    try:
        assert with_nothing.document_rows() == []
        assert TEXT not in with_nothing.path.read_bytes().decode("utf-8", "replace")
    finally:
        with_nothing.close()
