"""Recognises folders in which a live database is not safe: those that a program synchronises, and network drives."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

from annotator.errors import UnavailableError

_NETWORK: Final = frozenset(
    {"nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "afs", "ncpfs", "9p", "webdav", "davfs"}
    | {"fuse.davfs2", "fuse.sshfs", "fuse.rclone"}
)
_SYNC_NAMES: Final = (
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("icloud drive", "iCloud"),
    ("iclouddrive", "iCloud"),
    ("com~apple~clouddocs", "iCloud"),
    ("syncthing", "Syncthing"),
    ("pclouddrive", "pCloud"),
)
_MARKERS: Final = (
    (".stfolder", "Syncthing"),
    (".dropbox", "Dropbox"),
    (".dropbox.cache", "Dropbox"),
    (".owncloudsync.log", "ownCloud"),
    (".nextcloudsync.log", "Nextcloud"),
    (".sync_exclude.lst", "Nextcloud"),
)


class SharedPlaceError(UnavailableError):
    """The project lies where another program, or another computer, may change it under our hands."""

    def __init__(self, path: Path, what: str) -> None:
        self.what = what
        super().__init__(
            f"{path} lies in a folder of {what}. Work there can be lost when it is synchronised: move the project to a "
            "folder of this computer alone. It can be read where it is.",
            code="shared_place",
        )


def refuse_shared_place(path: Path) -> None:
    """Raises SharedPlaceError where live work is not safe."""
    what = shared_place(path)
    if what is not None:
        raise SharedPlaceError(path, what)


def shared_place(path: Path) -> str | None:
    """The name of what shares the folder of `path` with others, or None."""
    folder = Path(os.path.realpath(path)).parent
    return _synced(folder) or _network(folder)


def _synced(folder: Path) -> str | None:
    for place in (folder, *folder.parents):
        name = place.name.casefold()
        for start, service in _SYNC_NAMES:
            if name == start or name.startswith((f"{start} -", f"{start} (", f"{start}-")):
                return service
        if place.parent == place:
            break
        for marker, service in _MARKERS:
            # ~/.dropbox holds the program's own settings; everywhere else it marks a synchronised folder.
            if (place / marker).exists() and place != Path.home():
                return service
    for variable in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial"):
        root = os.environ.get(variable)
        if root and folder.is_relative_to(root):
            return "OneDrive"
    return None


def _network(folder: Path) -> str | None:
    if sys.platform == "win32":
        return _windows_network(folder)
    kind = _file_system(folder)
    return f"a network drive ({kind})" if kind in _NETWORK else None


def _windows_network(folder: Path) -> str | None:  # pragma: no cover - runs on Windows only
    import ctypes

    anchor = folder.anchor
    remote = 4  # DRIVE_REMOTE
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - the attribute exists on Windows only
    if anchor.startswith("\\\\") or kernel.GetDriveTypeW(anchor) == remote:
        return "a network drive"
    return None


def _file_system(folder: Path, mounts: Path = Path("/proc/self/mounts")) -> str | None:
    """The type of the file system that holds `folder`, as the system lists its mounts; None where it does not."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    best, kind = Path(), None
    for line in lines:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(fields[1].replace("\\040", " "))
        if folder.is_relative_to(point) and len(point.parts) >= len(best.parts):
            best, kind = point, fields[2]
    return kind
