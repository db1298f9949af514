"""One writing process per project: a lock file beside the project, and a note of who holds it."""

from __future__ import annotations

import contextlib
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
    """Held while a process may write. The lock file is never deleted: deleting it would let a second one in.

    The operating system lets go of the lock of a process that died, so there is no stale lock to guess about.
    """

    def __init__(self, path: Path, person: str | None = None) -> None:
        self._path = path
        # Two names of one file (a link) must meet at one lock.
        real = Path(os.path.realpath(path))
        self._lock_file = real.with_name(real.name + ".lock")
        self._owner_file = real.with_name(real.name + ".owner")
        self._holder = Holder(person or _user(), socket.gethostname(), os.getpid(), time.strftime("%Y-%m-%d %H:%M"))
        self._lock = self._acquire()
        self._identity = self._identity_now()
        self._write_owner()

    def _acquire(self) -> FileLock:
        # thread_local=False: taken on one thread, looked after on the writer's.
        # fallback_to_soft=False: where the system has no real lock, a file that merely exists is none either.
        lock = FileLock(self._lock_file, thread_local=False, fallback_to_soft=False, preserve_lock_file=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if self._lock_file.exists():
                raise LockedError(self._path, self._other_holder()) from None
            raise self._refused("there is no such folder, or it takes no files") from None
        except (OSError, NotImplementedError) as error:
            raise self._refused(getattr(error, "strerror", None) or error) from error
        return lock

    def _refused(self, reason: object) -> UnavailableError:
        words = f"{self._path} cannot be worked in: the lock file beside it cannot be written ({reason})."
        return UnavailableError(words, code="not_writable")

    def _other_holder(self) -> Holder | None:
        try:
            return msgspec.json.decode(self._owner_file.read_bytes(), type=Holder)
        except (OSError, msgspec.DecodeError):
            return None

    def _write_owner(self) -> None:
        """The note for people. That it cannot be written (the disk is full) is no reason not to work."""
        temporary = self._owner_file.with_name(f"{self._owner_file.name}.{os.getpid()}")
        try:
            temporary.write_bytes(msgspec.json.encode(self._holder))
            temporary.replace(self._owner_file)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)

    def check_still_held(self) -> None:
        """Raises LockedError when somebody deleted or replaced the lock file and another process may have got in.

        A lock file that is merely gone is made and taken anew.
        """
        if self._identity_now() == self._identity:
            return
        lock, lost = self._acquire(), self._lock
        self._lock, self._identity = lock, self._identity_now()
        lost.release(force=True)
        self._write_owner()

    def _identity_now(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._lock_file)
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def release(self, *, forget: bool = False) -> None:
        """Lets others write. `forget`: the project was never made, and the lock file goes as well."""
        if forget:
            with contextlib.suppress(OSError):
                self._lock_file.unlink(missing_ok=True)
        if self._other_holder() == self._holder:  # another's note stays
            with contextlib.suppress(OSError):
                self._owner_file.unlink(missing_ok=True)
        self._lock.release(force=True)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, ImportError, OSError):
        return "somebody"  # an account without a name
