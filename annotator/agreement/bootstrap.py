"""95 % intervals by resampling documents (percentile bootstrap, Efron & Tibshirani 1993, chapter 13).

Documents are drawn, never mentions: mentions of one document depend on each other. The draws come from the raw stream
of a fixed generator, so the same seed gives the same interval on every system.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import numpy as np

from annotator.agreement.coding import Array

RESAMPLES: Final = 1000
SEED: Final = 2016
_CHUNK: Final = 100
_ENDS: Final = (0.025, 0.975)


def draws(n_documents: int, *, resamples: int = RESAMPLES, seed: int = SEED) -> Iterator[Array]:
    """How often each document is drawn, [resamples, documents], in chunks."""
    raw = np.random.PCG64(seed)
    for begin in range(0, resamples, _CHUNK):
        rows = min(_CHUNK, resamples - begin)
        bits = raw.random_raw(-(-rows * n_documents // 2))
        halves = np.stack([bits >> np.uint64(32), bits & np.uint64(0xFFFFFFFF)], axis=1).ravel()[: rows * n_documents]
        drawn = ((halves * np.uint64(n_documents)) >> np.uint64(32)).astype(np.int64)
        cells = drawn + np.repeat(np.arange(rows) * n_documents, n_documents)
        yield np.bincount(cells, minlength=rows * n_documents).reshape(rows, n_documents).astype(float)


def intervals(
    n_documents: int, measures: Callable[[Array], Mapping[str, Any]], *, cancelled: Callable[[], bool] | None = None
) -> dict[str, tuple[float, float]]:
    """The interval of every measure that `measures(draws)` computes for each resample.

    Resamples in which a measure is not defined are left out; with fewer than half of them left, or fewer than two
    documents, it has no interval. `cancelled` is asked now and then; then nothing is returned.
    """
    found: dict[str, list[Array]] = {}
    if n_documents < 2:
        return {}
    for chunk in draws(n_documents):
        if cancelled is not None and cancelled():
            return {}
        for name, values in measures(chunk).items():
            found.setdefault(name, []).append(np.asarray(values, float))
    ends = {}
    for name, chunks in found.items():
        values = np.concatenate(chunks)
        values = values[~np.isnan(values)]
        if 2 * len(values) >= RESAMPLES:
            low, high = np.quantile(values, _ENDS)
            ends[name] = (float(low), float(high))
    return ends
