"""Errors that are worded for the person. Anything else that is raised is a bug."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self


class Worded(str):
    """A reason in English, with its Arabic wording as `arabic`."""

    __slots__ = ("arabic",)

    arabic: str

    def __new__(cls, english: str, arabic: str) -> Self:
        """The two wordings."""
        made = super().__new__(cls, english)
        made.arabic = arabic
        return made

    def __reduce__(self) -> tuple[type[Worded], tuple[str, str]]:
        return Worded, (str(self), self.arabic)


def placed(place: str, reason: str) -> Worded:
    """A reason with its place before it. In Arabic an isolate of its own: a path makes the line read from the left."""
    arabic = in_arabic(reason)
    return Worded(f"{place}: {reason}", f"{place}: {arabic}" if arabic == reason else f"{place}: \u2067{arabic}\u2069")


def counted(number: int, noun: str) -> str:
    """How many of something in English: "1 layer", "2 layers"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def in_arabic(reason: str) -> str:
    """The Arabic wording of a reason; its own words where it has none."""
    return reason.arabic if isinstance(reason, Worded) else reason


class UserError(Exception):
    """Something the person can understand and act on: says what happened, what is safe, what to do."""

    exit_code = 1

    def __init__(self, message: str, *, code: str = "", arabic: str = "") -> None:
        """`message` is the English wording. `code` names the case for whoever words it in another language; `arabic` is
        the Arabic wording where it depends on what the case is about."""
        super().__init__(message)
        self.code = code
        self.arabic = arabic


class StoppedError(UserError):
    """The person stopped it; nothing was changed."""

    exit_code = 130

    def __init__(self) -> None:
        super().__init__("Stopped. Nothing was changed.", code="cancelled")


class DataError(UserError):
    """Refused because of the data; every problem is listed with its place."""

    def __init__(
        self,
        message: str,
        problems: Sequence[str] = (),
        *,
        code: str = "",
        arabic: str = "",
    ) -> None:
        """Problems that are `Worded` have their Arabic with them."""
        super().__init__(message, code=code, arabic=arabic)
        self.problems = [str(problem) for problem in problems]
        self.arabic_problems = [in_arabic(problem) for problem in problems]

    def __str__(self) -> str:
        return "\n".join([*self.problems, super().__str__()])


class EditError(UserError):
    """An edit that the schema, the policy or the text does not allow."""


class UnavailableError(UserError):
    """Could not: locked, full, not permitted, not there. Says who or what."""

    exit_code = 3
