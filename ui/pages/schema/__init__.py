"""The page on which a lead changes the schema: items, the form of one of them, and what the change means."""
