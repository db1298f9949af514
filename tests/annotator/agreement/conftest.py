"""The person's cache folder is a new one in every test."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.jobs import agreement_files


@pytest.fixture(autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setattr(agreement_files, "user_cache_path", lambda *_args, **_options: folder)
    return folder
