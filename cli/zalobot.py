"""`dondoc zalobot poll`: ask the bot what people wrote, where no webhook can reach this machine."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from cli.options import AsJson
from cli.printing import print_json, say
from config import clock
from config.polling import poll_bot
from config.wiring import workplace


def poll(
    *,
    seconds: Annotated[int, Parameter(name="--seconds", metavar="GIÂY", help="Chờ tin trong bao lâu rồi dừng.")] = 50,
    json: AsJson = False,
) -> None:
    place = workplace()
    place.campaigns()
    result = poll_bot(place, seconds=max(0, seconds), now=clock.now())
    if json:
        print_json(result)
    else:
        say(f"Bot Zalo: nhận {result.received} tin, đã xử lý {result.worked_off}.")
        say("Trả lời chờ cán bộ: dondoc answers list", hang=2)
