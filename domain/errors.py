"""What the rules refuse. The text is for the user: Vietnamese, and it says the way out."""

from __future__ import annotations


class RuleBroken(Exception):  # noqa: N818 -- it names what happened; callers read `except RuleBroken`
    """The caller asked for something that the rules refuse; nothing was changed."""
