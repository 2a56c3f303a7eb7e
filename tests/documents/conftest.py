from __future__ import annotations

import pytest

from tests.documents.foreign_files import every_kind


@pytest.fixture(scope="session")
def foreign() -> dict[str, bytes]:
    """One report in every kind of file that units send, by name."""
    return every_kind()
