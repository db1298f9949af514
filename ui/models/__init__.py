"""Qt models over the records of a layer: they change rows, never reset on a mark."""
