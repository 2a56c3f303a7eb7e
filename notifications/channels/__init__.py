"""The ways out of the house.

A new channel is one file here that keeps the contract in `protocol.py`, its tests in `tests/notifications/channels/`,
and a line in `docs/`. Nothing else needs to know of it until `config/wiring.py` opens it.
"""
