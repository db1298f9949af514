"""Errors that are worded for the person. Anything else that is raised is a bug."""

from __future__ import annotations

from collections.abc import Sequence


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
        arabic_problems: Sequence[str] = (),
    ) -> None:
        """`arabic_problems`: the same problems in Arabic, where they are there."""
        super().__init__(message, code=code, arabic=arabic)
        self.problems = list(problems)
        self.arabic_problems = list(arabic_problems) or self.problems

    def __str__(self) -> str:
        return "\n".join([*self.problems, super().__str__()])


class EditError(UserError):
    """An edit that the schema, the policy or the text does not allow."""


class UnavailableError(UserError):
    """Could not: locked, full, not permitted, not there. Says who or what."""

    exit_code = 3
