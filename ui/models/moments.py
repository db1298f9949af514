"""When something was done, in a few words."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QLocale

from annotator.operations import Operation
from ui.i18n import Phrase
from ui.look import Look


def moment(look: Look, operation: Operation, now: datetime | None = None) -> Phrase:
    """«today 10:42», or the day with the time, by this computer's clock; `now`: the moment of reading."""
    made, now, words = datetime.fromtimestamp(operation.time / 1000), now or datetime.now(), look.words
    time = words.digits_of(made.strftime("%H:%M"))
    if made.date() == now.date():
        return look.tr("origin.today", time=time)
    locale = QLocale("ar_SY") if words.language == "ar" else QLocale("en_GB")
    year = f" {made.year}" if made.year != now.year else ""
    day = words.digits_of(f"{made.day} {locale.monthName(made.month)}{year}")
    return look.tr("origin.day", day=day, time=time)
