"""Numbers in addresses that name a row: none is larger than a database may hold."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path

LARGEST = 2**31 - 1
Id = Annotated[int, Path(ge=1, le=LARGEST)]
