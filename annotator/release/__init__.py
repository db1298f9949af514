"""What a release of gold consists of: splits without near-duplicates across them, statistics, cards, a manifest.

Pure; `duplicates` uses numpy, so import it late.
"""
