"""«Today» and other days: by the clock of the computer, whatever hour it is when the tests run."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from annotator.operations import Operation
from ui.i18n import Translator
from ui.look import Look
from ui.models.moments import moment
from ui.theme import Theme

LAST_MINUTE = datetime(2024, 2, 29, 23, 59, 30)


def done(when: datetime) -> Operation:
    return Operation("a", 1, 1, 1, "mark", None, round(when.timestamp() * 1000), "[]")


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (timedelta(seconds=29), "today 23:59"),
        (timedelta(seconds=30), "on 29 February, 23:59"),
        (timedelta(days=365), "on 29 February 2024, 23:59"),
        (timedelta(hours=-23), "today 23:59"),
    ],
)
def test_a_day_ends_at_midnight(theme: Theme, later: timedelta, words: str) -> None:
    look = Look(theme, Translator("en", "latin"))
    assert str(moment(look, done(LAST_MINUTE), LAST_MINUTE + later)) == words


def test_in_arabic_the_digits_and_the_month_are_arabic(theme: Theme) -> None:
    look = Look(theme, Translator("ar", "arabic"))
    assert str(moment(look, done(LAST_MINUTE), LAST_MINUTE)) == "اليوم ٢٣:٥٩"
    assert str(moment(look, done(LAST_MINUTE), datetime(2024, 3, 1))) == "في ٢٩ شباط، ٢٣:٥٩"
