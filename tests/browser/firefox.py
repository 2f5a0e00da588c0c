"""Debian's Firefox under Playwright: a relay between the two that answers what this Firefox does not know.

Playwright speaks WebDriver BiDi to a stock Firefox (channel "moz-firefox"), but opens every context with
emulation commands that Firefox ESR 153 lacks, and stops there. This file is started in its place, starts
Firefox and passes every message on; an emulation command that Firefox calls unknown is answered as done.
So nothing is emulated in Firefox (colour scheme, forced colours, touch): set its preferences instead.
"""

import asyncio
import json
import re
import sys
from pathlib import Path

import tornado.httpserver
import tornado.netutil
import tornado.web
from tornado.websocket import WebSocketHandler, websocket_connect

LISTENING = re.compile(rb"WebDriver BiDi listening on (ws://[\d.:]+)")
LARGEST = 2**28  # a screenshot is one message
# No name is ever looked up: all that is not on this machine goes to a proxy that does not exist.
PREFERENCES = {
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
}


def launcher(program, folder: Path) -> Path:
    """The executable to hand to Playwright, which starts `program` behind the relay."""
    script = folder / "firefox-relay"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{__file__}" "{program}" "$@"\n')
    script.chmod(0o755)
    return script


class Relay(WebSocketHandler):
    async def open(self, path):
        self.asked = {}
        self.firefox = await websocket_connect(f"{self.settings['firefox']}/{path}", max_message_size=LARGEST)
        self.answers = asyncio.create_task(self.bring_answers())

    async def bring_answers(self):
        while (text := await self.firefox.read_message()) is not None:
            await self.write_message(self.soothed(text))
        self.close()

    def soothed(self, text):
        message = json.loads(text)
        method = self.asked.pop(message.get("id"), "")
        if message.get("error") == "unknown command" and method.startswith("emulation."):
            return json.dumps({"type": "success", "id": message["id"], "result": {}})
        return text

    async def on_message(self, text):
        message = json.loads(text)
        self.asked[message["id"]] = message["method"]
        await self.firefox.write_message(text)

    def on_close(self):
        self.firefox.close()


async def address_of(process):
    async for line in process.stderr:
        if found := LISTENING.search(line):
            return found[1].decode()
        sys.stderr.buffer.write(line)
    raise SystemExit("Firefox ended before it listened")


async def main(command):
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    relay = tornado.web.Application(
        [("/(.*)", Relay)], firefox=await address_of(process), websocket_max_message_size=LARGEST
    )
    sockets = tornado.netutil.bind_sockets(0, "127.0.0.1")
    tornado.httpserver.HTTPServer(relay).add_sockets(sockets)
    port = sockets[0].getsockname()[1]
    # Playwright reads this very line to learn where to connect.
    print(f"WebDriver BiDi listening on ws://127.0.0.1:{port}", file=sys.stderr, flush=True)
    async for _ in process.stderr:
        pass
    await process.wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
