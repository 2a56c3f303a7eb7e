"""What the rules refuse. The text is for the user: Vietnamese, and it says the way out."""

from __future__ import annotations


class RuleBroken(Exception):  # noqa: N818 -- it names what happened; callers read `except RuleBroken`
    """The caller asked for something that the rules refuse; nothing was changed."""


class UsageError(RuleBroken):
    """The caller did not say what is wanted: a day that is none, options that do not go together."""
