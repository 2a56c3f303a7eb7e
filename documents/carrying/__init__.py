"""Carrying passages of a new draft into a draft that people edited in Word, as tracked changes."""
