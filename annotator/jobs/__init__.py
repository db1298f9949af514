"""Whole jobs for both front ends: they open nothing and print nothing; progress goes to a callback."""
