"""Recognises folders in which a live database is not safe: those that a program synchronises, and network drives."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Final

from annotator.errors import UnavailableError

MOUNTS: Final = Path("/proc/self/mounts")
"""Where Linux lists its mounts."""

_NETWORK: Final = frozenset(
    {"nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "afs", "ncpfs", "9p", "webdav", "davfs"}
    | {"ceph", "glusterfs", "lustre", "beegfs", "fuse.glusterfs", "fuse.davfs2", "fuse.sshfs", "fuse.rclone"}
    | {"fuse.gvfsd-fuse", "fuse.smbnetfs", "fuse.s3fs", "fuse.google-drive-ocamlfuse"}
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
    ("mobile documents", "iCloud"),
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
_JOURNAL_OF_NEXTCLOUD: Final = re.compile(r"\._?sync_[0-9a-f]{8,}\.db")


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
            if name == start or name.startswith((f"{start} -", f"{start} (")):
                return service
            if name.startswith(f"{start}-") and place.parent.name == "CloudStorage":  # macOS
                return service
        service_of_marker = _marked(place)
        if service_of_marker is not None:
            return service_of_marker
    for variable in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial"):
        root = os.environ.get(variable)
        if root and folder.is_relative_to(os.path.realpath(root)):
            return "OneDrive"
    return None


def _marked(place: Path) -> str | None:
    """The service whose own files lie in a folder."""
    for marker, service in _MARKERS:
        # ~/.dropbox holds the program's own settings; everywhere else it marks a synchronised folder.
        if os.path.exists(place / marker) and not (marker == ".dropbox" and place == Path.home()):
            return service
    try:
        with os.scandir(place) as entries:
            return "Nextcloud" if any(_JOURNAL_OF_NEXTCLOUD.fullmatch(entry.name) for entry in entries) else None
    except OSError:
        return None  # a folder that one may pass through but not list


def _network(folder: Path) -> str | None:
    if sys.platform == "win32":
        return _windows_network(folder)
    listed = _mounts_of_macos() if sys.platform == "darwin" else _mounts_of_linux()
    kind = _file_system(folder, listed)
    return f"a network drive ({kind})" if kind in _NETWORK else None


def _windows_network(folder: Path) -> str | None:  # pragma: no cover - runs on Windows only
    import ctypes

    anchor = folder.anchor
    remote = 4  # DRIVE_REMOTE
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - the attribute exists on Windows only
    if anchor.startswith("\\\\") or kernel.GetDriveTypeW(anchor) == remote:
        return "a network drive"
    return None


def _mounts_of_linux() -> list[tuple[Path, str]]:
    """(where, type) of each mount, later ones over earlier ones."""
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return []
    fields = [line.split(" ") for line in lines]
    return [(Path(_unescaped(line[1])), line[2]) for line in fields if len(line) > 2]


def _mounts_of_macos() -> list[tuple[Path, str]]:
    """The same from `mount`, whose lines read `//me@host/share on /Volumes/share (smbfs, nodev)`."""
    import subprocess  # needed on this system alone

    try:
        listed = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return []
    found = (re.fullmatch(r".* on (/.*) \((\w+)[,)].*", line) for line in listed.splitlines())
    return [(Path(match[1]), match[2]) for match in found if match]


def _unescaped(field: str) -> str:
    """A blank stands as \\040 in the list of mounts, and so on."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), field)


def _file_system(folder: Path, mounts: list[tuple[Path, str]]) -> str | None:
    """The type of the file system that holds `folder`; None where the system does not list it."""
    best, kind = Path(), None
    for point, type_ in mounts:
        if folder.is_relative_to(point) and len(point.parts) >= len(best.parts):
            best, kind = point, type_
    return kind
