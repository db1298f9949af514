"""The page on which a lead settles what annotators disagree about, by one key a decision."""
