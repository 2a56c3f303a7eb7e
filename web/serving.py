"""The pages as a process of their own, behind a proxy on the same machine: `python -m web.serving`."""

from __future__ import annotations

import uvicorn

from config.settings import Settings


def main() -> None:
    settings = Settings()
    # Paths carry what lets people in, so no line is written for each call.
    uvicorn.run(
        "web.app:here",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.web_processes if settings.web_processes > 1 else None,
        access_log=False,
        server_header=False,
        log_level="warning",
    )


if __name__ == "__main__":
    main()
