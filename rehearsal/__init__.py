"""Rehearsal (diễn tập): the same engine in virtual time, with no database of record and nothing sent."""
