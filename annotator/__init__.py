"""The core of Hashiya: everything but the window. Runs headless and imports no Qt."""

DISTRIBUTION = "hashiya"


def version() -> str:
    """The version that is installed; `0` in a checkout that never was. Found out when it is asked for: what reads it is
    as much as a tenth of all that has to be read before the window opens."""
    from importlib import metadata

    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return "0"
