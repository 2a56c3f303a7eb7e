"""Property tests make up the same examples on every run, and no slow machine fails them."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("same-every-run", derandomize=True, database=None, deadline=None)
settings.load_profile("same-every-run")
