"""`python -m tests.web.renew_pictures`: make the handbook's pictures anew from the pages as they are."""

from __future__ import annotations

import os
import sys

import pytest

from tests.web.pictures import FOLDER

if __name__ == "__main__":
    os.environ["PICTURES"] = str(FOLDER)
    sys.exit(pytest.main(["-n0", "tests/web/test_handbook.py", "-k", "light"]))
