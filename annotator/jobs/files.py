"""Files written whole: replaced in one go, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from annotator.errors import UnavailableError


def replace_file(target: Path, data: bytes) -> None:
    """Puts a file of these bytes in the place of `target`. Raises UnavailableError when the disk refuses; what stood
    there is then still there.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(data)
        temporary.replace(target)
    except OSError as error:
        raise UnavailableError(f"{target} cannot be written: {error.strerror}. Nothing was replaced.") from error
    finally:
        temporary.unlink(missing_ok=True)
