"""Folders that others share: recognised by their names, marks and file systems; read there, never worked in."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator import cli
from annotator.errors import EditError
from annotator.project import Project
from annotator.schema import load_preset
from annotator.store import places
from annotator.store.places import SharedPlaceError, shared_place
from tests.annotator.hardening.worlds import small_project


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What this computer itself mounts and synchronises does not count."""
    mounts = tmp_path / "mounts"
    mounts.write_text("/dev/sda1 / ext4 rw 0 0\n")
    monkeypatch.setattr(places, "MOUNTS", mounts)
    monkeypatch.setattr(places.sys, "platform", "linux")
    for name in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - Al Jarida", "OneDrive"),
        ("Dropbox", "Dropbox"),
        ("Dropbox (Personal)", "Dropbox"),
        ("Nextcloud", "Nextcloud"),
        ("Library/CloudStorage/OneDrive-Personal", "OneDrive"),
        ("Library/CloudStorage/GoogleDrive-me@example.org/My Drive", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("iCloudDrive", "iCloud"),
        ("Syncthing", "Syncthing"),
    ],
)
def test_by_name_at_any_depth(folder: str, service: str, tmp_path: Path) -> None:
    for place in (tmp_path / folder, tmp_path / folder / "work" / "2026"):
        assert shared_place(place / "p.hashiya") == service


@pytest.mark.parametrize(
    ("mark", "service"),
    [
        (".stfolder", "Syncthing"),
        (".dropbox", "Dropbox"),
        (".dropbox.cache", "Dropbox"),
        (".sync_0123456789ab.db", "Nextcloud"),
        ("._sync_0123456789ab.db", "Nextcloud"),
        (".owncloudsync.log", "ownCloud"),
    ],
)
def test_by_the_marks_that_the_programs_leave(mark: str, service: str, tmp_path: Path) -> None:
    folder = tmp_path / "shared" / "deep"
    folder.mkdir(parents=True)
    assert shared_place(folder / "p.hashiya") is None
    (tmp_path / "shared" / mark).mkdir()
    assert shared_place(folder / "p.hashiya") == service


def test_the_settings_of_dropbox_in_the_home_folder_are_no_mark_but_syncthings_is(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(places.Path, "home", lambda: tmp_path)
    (tmp_path / ".dropbox").mkdir()
    assert shared_place(tmp_path / "work" / "p.hashiya") is None
    (tmp_path / ".stfolder").mkdir()
    assert shared_place(tmp_path / "work" / "p.hashiya") == "Syncthing"


@pytest.mark.parametrize("name", ["nextcloud-notes.txt", "my dropbox texts", "onedriver", "sync", "drive"])
def test_names_that_only_sound_alike(name: str, tmp_path: Path) -> None:
    assert shared_place(tmp_path / name / "p.hashiya") is None


def test_where_windows_says_that_onedrive_is(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "Firma"))
    assert shared_place(tmp_path / "Firma" / "x" / "p.hashiya") == "OneDrive"
    assert shared_place(tmp_path / "Firma2" / "p.hashiya") is None


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "smb3", "fuse.sshfs", "9p", "fuse.gvfsd-fuse"])
def test_network_drives_by_the_list_of_mounts(kind: str, tmp_path: Path) -> None:
    folder = tmp_path / "a share"
    escaped = str(folder).replace(" ", "\\040")
    places.MOUNTS.write_text(
        f"/dev/sda1 / ext4 rw 0 0\nserver:/x {escaped} {kind} rw 0 0\ntmpfs {escaped}/own tmpfs rw 0 0\n"
    )
    assert shared_place(folder / "work" / "p.hashiya") == f"a network drive ({kind})"
    assert shared_place(folder / "own" / "p.hashiya") is None, "something of this computer is mounted over it"
    assert shared_place(tmp_path / "a share2" / "p.hashiya") is None


def test_a_link_does_not_hide_the_place(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "Dropbox")
    assert shared_place(tmp_path / "link" / "p.hashiya") == "Dropbox"


def test_the_list_of_macos(monkeypatch) -> None:
    import subprocess

    listed = (
        "/dev/disk3s1s1 on / (apfs, sealed, local)\n//me@host/share on /Volumes/the share (smbfs, nodev, nosuid)\n"
        "map auto_home on /System/Volumes/Data/home (autofs, automounted)\n"
    )
    done = subprocess.CompletedProcess([], 0, listed, "")
    monkeypatch.setattr(subprocess, "run", lambda *_a, **_k: done)
    monkeypatch.setattr(places.sys, "platform", "darwin")
    assert shared_place(Path("/Volumes/the share/x/p.hashiya")) == "a network drive (smbfs)"
    assert shared_place(Path("/Users/me/p.hashiya")) is None


def test_no_list_of_mounts_is_no_reason_to_refuse(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(places, "MOUNTS", tmp_path / "not there")
    assert shared_place(tmp_path / "p.hashiya") is None


def test_work_is_refused_reading_is_not(tmp_path: Path, capsys) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    with pytest.raises(SharedPlaceError, match="move the project"):
        Project.create(folder / "p.hashiya", load_preset("news"))
    assert list(folder.iterdir()) == []
    small_project(tmp_path / "p.hashiya")
    (tmp_path / "p.hashiya").rename(folder / "p.hashiya")
    before = (folder / "p.hashiya").read_bytes()
    with pytest.raises(SharedPlaceError) as refused:
        Project.open(folder / "p.hashiya")
    assert (refused.value.what, refused.value.code, refused.value.exit_code) == ("Dropbox", "shared_place", 3)
    project = Project.open_somehow(folder / "p.hashiya")
    assert isinstance(project.read_only_reason, SharedPlaceError)
    assert project.document_rows()
    with pytest.raises(EditError):
        project.set_layers_visible(visible=True)
    project.close()
    with pytest.raises(SystemExit) as end:
        cli.main(["withdraw", str(folder / "p.hashiya"), "--documents", "one.txt"])
    assert end.value.code == 3
    assert "Dropbox" in capsys.readouterr().err
    assert (folder / "p.hashiya").read_bytes() == before
    assert not (folder / "p.hashiya.lock").exists()
