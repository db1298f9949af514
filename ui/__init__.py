"""The window of Hashiya. Holds no rules of its own: those live in `annotator`."""
