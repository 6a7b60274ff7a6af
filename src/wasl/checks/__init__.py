"""Checks: lists of the wanted and the sanctioned, questions put to them, and what was answered."""
