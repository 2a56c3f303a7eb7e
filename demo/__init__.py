"""The demonstration: a whole campaign with scripted units, a local Prefect server and a local mail sink."""
