"""Small building blocks of the window: they draw themselves from a `Look` and know nothing of the project."""
