"""Use cases: one verb per function, `session` first, `now` by keyword. They never commit and never read settings."""
