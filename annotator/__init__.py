"""The core of Hashiya: everything but the window. Runs headless and imports no Qt."""

from importlib.metadata import PackageNotFoundError, version

DISTRIBUTION = "hashiya"

try:
    __version__ = version(DISTRIBUTION)
except PackageNotFoundError:  # run from a checkout that was never installed
    __version__ = "0"
