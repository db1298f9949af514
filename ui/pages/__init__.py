"""Whole pages that fill the window."""
