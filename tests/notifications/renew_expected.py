"""Write the expected letters anew: `python -m tests.notifications.renew_expected`, then read the difference."""

from __future__ import annotations

from pathlib import Path

import notifications
from notifications.rendering import render
from tests.notifications.examples import EXAMPLES

TEMPLATES = Path(notifications.__file__).parent / "templates"


def expected_files(name: str) -> dict[Path, str]:
    """The letter of one example: the subject and the text in one file, the HTML in another, the brief for chat and SMS."""
    rendered = render(EXAMPLES[name])
    assert rendered.brief is not None
    return {
        TEMPLATES / name / "expected.txt": f"{rendered.subject}\n\n{rendered.text}",
        TEMPLATES / name / "expected.html": rendered.html,
        TEMPLATES / name / "expected_brief.txt": f"{rendered.brief.text}\n\n{rendered.brief.sms}\n",
    }


if __name__ == "__main__":
    for name in EXAMPLES:
        for path, content in expected_files(name).items():
            path.write_text(content, encoding="utf-8", newline="\n")
