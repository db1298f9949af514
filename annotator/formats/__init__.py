"""File formats, as pure functions between bytes and records. None of them knows the store."""
