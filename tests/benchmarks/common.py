"""What the groups share: how a figure is printed, a corpus, CPU time and memory of a fresh process."""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
"""Where the reference workload lies beside the checkout, if it does."""


def emit(bench: str, case: str, unit: str, value: float, beside: Mapping[str, Any] | None = None) -> None:
    """Prints one figure. `beside`: aims, and what a limit or a peer reached in the same run."""
    line = {"bench": bench, "case": case, "unit": unit, "value": _rounded(value), "beside": dict(beside or {})}
    print(json.dumps(line, ensure_ascii=False), flush=True)


def _rounded(value: float) -> float:
    return float(f"{value:.4g}") if abs(value) < 1000 else round(value)


def percentile(values: Sequence[float], part: float) -> float:
    """The value below which `part` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def fresh(module: str, *arguments: object) -> dict[str, Any]:
    """Runs a module in a process of its own and reads the JSON object that it prints."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{run.stderr}")
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found


def peak_memory() -> float:
    """Peak resident memory of this process in MB."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024
    except (OSError, IndexError):
        import resource

        size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return size / (1024 * 1024 if sys.platform == "darwin" else 1024)


def corpus(folder: Path, documents: int) -> tuple[Path, Path]:
    """A corpus in Hashiya's JSONL, and the same as {id, text, spans} for the limit.

    From the reference workload where it is there; else from a small generator with the same counts.
    """
    name = f"news_{documents}"
    ours, plain = folder / f"{name}.hashiya.jsonl", folder / f"{name}.jsonl"
    if ours.exists():
        return ours, plain
    workload, seeds = SHARED / "bench" / "workload.py", SHARED / "articles"
    if workload.exists() and seeds.is_dir():
        options = ["--seeds", seeds, "--out", folder, "--docs", documents, "--formats", "hashiya,ours"]
        subprocess.run([sys.executable, workload, *map(str, options)], check=True, capture_output=True)
    else:
        _generate(ours, plain, documents)
    return ours, plain


_TEXT = (
    "قال الوزير إن القصف أصاب حي الزهراء في المدينة القديمة وأضاف المتحدث باسم الحكومة أن ثلاثة متظاهرين اعتقلوا مساء أمس بينما "
    "أعلنت المنظمة الدولية وصول المساعدات إلى المخيم بعد مفاوضات طويلة بين الأطراف ولم يصدر تعليق رسمي من الشرطة حتى الآن"
)
_WORDS = _TEXT.split()
_LABELS = ("PERS", "ORG", "LOC", "GPE", "DATE", "CARDINAL", "EVENT")


def _generate(ours: Path, plain: Path, documents: int) -> None:
    with ours.open("w", encoding="utf-8") as first, plain.open("w", encoding="utf-8") as second:
        for number in range(documents):
            chosen = random.Random(f"hashiya {number}")
            words = chosen.choices(_WORDS, k=max(60, int(chosen.lognormvariate(0, 0.35) * 318)))
            starts = [0]
            for word in words:
                starts.append(starts[-1] + len(word) + 1)
            text = " ".join(words)
            spans = set()
            for _ in range(max(1, len(words) // 14)):
                at = chosen.randrange(len(words) - 3)
                end = starts[at + chosen.choice((1, 1, 1, 2, 3))] - 1
                spans.add((starts[at], end, chosen.choice(_LABELS)))
            id, found = f"doc{number:06d}", sorted(spans)
            mentions = [
                {"id": f"m{k}", "start": a, "end": b, "label": label, "text": text[a:b]}
                for k, (a, b, label) in enumerate(found, 1)
            ]
            first.write(_line({"id": id, "text": text, "mentions": mentions}))
            second.write(_line({"id": id, "text": text, "spans": found}))


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def best_of(times: int, work: Callable[[], T]) -> list[T]:
    """What `work` returned at each of several runs."""
    return [work() for _ in range(times)]
