"""The least that a page can cost: uvicorn, FastAPI and a template of Jinja that says hello."""

from __future__ import annotations

import threading
from time import process_time
from typing import TYPE_CHECKING

import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from jinja2 import Environment

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

PAGE = Environment(autoescape=True).from_string(
    "<!doctype html><html lang=en><title>{{ word }}</title><body><h1>{{ word }}</h1></body></html>"
)


def serve(line: Connection) -> None:
    """Tell the port, and then, as often as it is asked, the processor time so far."""
    app = FastAPI()
    app.get("/hello")(hello)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", access_log=False))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        threading.Event().wait(0.01)
    line.send(server.servers[0].sockets[0].getsockname()[1])
    while True:
        line.recv()
        line.send(process_time())


def hello() -> HTMLResponse:
    return HTMLResponse(PAGE.render(word="Hello"))
