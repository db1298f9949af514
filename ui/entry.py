"""Where `hashiya` begins: looks whether `annotator` is ours before anything of it is used.

Another distribution may bring a package of that name. Installed after ours it takes the place of our `__init__.py`, and
removed again it takes that file along; both would end in a traceback that helps nobody. (This stands in `ui`, because
the core can no longer speak for itself then.)
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Final

OURS: Final = "hashiya"


def main() -> None:
    """The entry point of the script `hashiya`."""
    try:
        _begin()
    except KeyboardInterrupt:
        # While the program was still being read: later the command line says this itself.
        sys.stderr.write("Stopped. Nothing was left half-done.\n")
        sys.exit(130)


def _begin() -> None:
    if not is_ours(_core()):
        sys.stderr.write(advice() + "\n")
        sys.exit(3)
    from annotator import cli

    cli.main()


def _core() -> ModuleType | None:
    try:
        import annotator
    except Exception:  # noqa: BLE001 - a stranger's package may fail in any way
        return None
    return annotator


def is_ours(core: ModuleType | None) -> bool:
    """Whether a module that calls itself `annotator` bears our mark."""
    return getattr(core, "DISTRIBUTION", None) == OURS


def advice() -> str:
    """What has happened, and what helps."""
    from importlib import metadata

    strangers = sorted({name for name in metadata.packages_distributions().get("annotator", ()) if name != OURS})
    cause = f"the package {', '.join(strangers)} has" if strangers else "another package has"
    return (
        f"Hashiya cannot start: {cause} overwritten files of its folder `annotator`. Your projects are not touched.\n"
        "Install Hashiya into an environment of its own, as pipx and uv do; or remove the other package and install "
        "Hashiya anew with --force-reinstall."
    )
