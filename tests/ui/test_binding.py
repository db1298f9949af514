"""The binding itself: a PySide6 that drops a reference to None at every call kills Python 3.11 after some minutes."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtWidgets import QLabel

CALLS = 20_000


@pytest.mark.usefixtures("qapp")
def test_calls_that_return_none_keep_the_references_to_none() -> None:
    if sys.getrefcount(None) > 1 << 30:
        pytest.skip("None is immortal on this Python: the fault cannot show")
    label = QLabel()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        label.setText("نص")
        label.update()
    lost = before - sys.getrefcount(None)
    label.deleteLater()
    assert lost < 100, f"{lost} references to None were lost in {2 * CALLS} calls"
