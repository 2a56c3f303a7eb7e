"""Measured figures, each beside a named baseline from the same run. `python -m bench` prints the table."""
