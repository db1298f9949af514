"""Runs the benchmarks: `python -m tests.benchmarks [GROUP] [--large]`. One JSON object a line.

A group is a module of this package with a function `run(large: bool) -> None` that calls `common.emit`. `--large` adds
the cases that take minutes.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys

GROUPS = ("files", "view", "agreement", "adjudication")


def main(arguments: list[str]) -> int:
    large = "--large" in arguments
    wanted = [argument for argument in arguments if argument != "--large"]
    there = [group for group in GROUPS if importlib.util.find_spec(f"tests.benchmarks.{group}")]
    unknown = [group for group in wanted if group not in there]
    if unknown:
        print(f"There is no group {unknown[0]!r}; there are: {', '.join(there)}.", file=sys.stderr)
        return 2
    for group in wanted or there:
        importlib.import_module(f"tests.benchmarks.{group}").run(large=large)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
