"""Proposing mentions: the same name again, and names that were marked elsewhere. Pure functions; nothing is stored."""
