"""Prefect flows: the pipeline, read as a recipe. They import tasks and the clock, nothing else of the house."""
