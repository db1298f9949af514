"""One writing process per project: a lock file beside the project, and a note of who holds it."""

from __future__ import annotations

import getpass
import os
import socket
import time
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from annotator.errors import UnavailableError


class Holder(msgspec.Struct, frozen=True):
    """Who works in a project: a text for people, nothing depends on it."""

    name: str
    host: str
    pid: int
    since: str

    def __str__(self) -> str:
        return f"{self.name} on {self.host}, since {self.since}"


class LockedError(UnavailableError):
    """Another window or command works in this project."""

    def __init__(self, path: Path, holder: Holder | None) -> None:
        self.holder = holder
        who = f" by {holder}" if holder else " in another window or command"
        super().__init__(f"{path} is open{who}. Nothing was changed; close it there and try again.", code="locked")


class ProjectLock:
    """Held while a process may write. The lock file is never deleted: deleting it would let a second one in."""

    def __init__(self, path: Path, person: str | None = None) -> None:
        self._path = path
        self._owner_file = path.with_name(path.name + ".owner")
        self._lock = FileLock(str(path) + ".lock")
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise LockedError(path, self._holder()) from None
        except OSError as error:
            raise UnavailableError(
                f"{path} cannot be worked in: its folder cannot be written ({error.strerror})."
            ) from error
        self._identity = self._identity_now()
        self._write_owner(person or getpass.getuser())

    def _holder(self) -> Holder | None:
        try:
            return msgspec.json.decode(self._owner_file.read_bytes(), type=Holder)
        except (OSError, msgspec.DecodeError):
            return None

    def _write_owner(self, name: str) -> None:
        since = time.strftime("%Y-%m-%d %H:%M")
        holder = Holder(name=name, host=socket.gethostname(), pid=os.getpid(), since=since)
        temporary = self._owner_file.with_name(f"{self._owner_file.name}.{os.getpid()}")
        temporary.write_bytes(msgspec.json.encode(holder))
        temporary.replace(self._owner_file)

    def check_still_held(self) -> None:
        """Raises LockedError when the lock file was deleted or replaced meanwhile: a second process may have got in."""
        if self._identity_now() != self._identity:
            raise LockedError(self._path, self._holder())

    def _identity_now(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._lock.lock_file)
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def release(self) -> None:
        """Lets others write."""
        self._owner_file.unlink(missing_ok=True)
        self._lock.release()
