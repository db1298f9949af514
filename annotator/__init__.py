"""The core of Hashiya: everything but the window. Runs headless and imports no Qt."""

DISTRIBUTION = "hashiya"
