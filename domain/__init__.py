"""The rules: values in, values out. Standard library and pendulum only."""
