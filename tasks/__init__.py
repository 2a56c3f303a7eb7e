"""Prefect tasks: open the workplace, one transaction, one service, a tally of small values."""
