"""The page on which annotators see their own marks beside gold, and a lead what the guidelines leave open."""
