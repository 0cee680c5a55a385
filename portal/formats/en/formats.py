"""Whole words, and the day first as in German: "23 November 2026", where Django writes "Nov. 23, 2026"."""

DATE_FORMAT = "j F Y"
