"""A proxy between the stations and the broker, that can cut, swallow and heal their connections."""

from __future__ import annotations

import asyncio
import socket
import struct
from contextlib import suppress
from threading import Event, Thread
from typing import Literal

Way = Literal["open", "cut", "black hole"]

_CHUNK = 1 << 16
_LINGER_NONE = struct.pack("ii", 1, 0)


class Proxy:
    """
    Carries TCP connections from one port of 127.0.0.1 to another, in a thread of its own.

    ``cut`` ends every connection with a reset and refuses new ones; ``black_hole`` takes
    connections and bytes, and hands none of them on; ``heal`` carries again, also what was held
    back.
    """

    def __init__(self, port: int, towards: int) -> None:
        self.port, self._towards = port, towards
        self._way: Way = "open"
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._healed = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._begun = Event()
        self._thread = Thread(target=self._run, name="proxy", daemon=True)

    def start(self) -> None:
        """Begin to carry."""
        self._thread.start()
        self._begun.wait()

    def cut(self) -> None:
        """Reset all connections, and every new one."""
        self._go("cut")

    def black_hole(self) -> None:
        """Take everything in, and hand nothing on."""
        self._go("black hole")

    def heal(self) -> None:
        """Carry again."""
        self._go("open")

    def close(self) -> None:
        """End it."""
        self._go("cut")
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _go(self, way: Way) -> None:
        done = Event()

        def go() -> None:
            self._way = way
            (self._healed.set if way == "open" else self._healed.clear)()
            if way == "cut":
                for writer in self._writers:
                    _reset(writer)
            done.set()

        self._loop.call_soon_threadsafe(go)
        done.wait()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._healed.set()
        serving = asyncio.start_server(self._carry, "127.0.0.1", self.port)
        self._server = self._loop.run_until_complete(serving)
        self._begun.set()
        self._loop.run_forever()
        self._server.close()
        carried = asyncio.all_tasks(self._loop)
        for task in carried:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*carried, return_exceptions=True))

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            await self._pass_on()
            if self._way == "cut":
                _reset(writer)
                return
            there, back = await asyncio.open_connection("127.0.0.1", self._towards)
            self._writers.add(back)
            await asyncio.gather(self._pump(reader, back), self._pump(there, writer))
            self._writers.discard(back)
        except OSError:
            _reset(writer)  # nobody is there behind us
        finally:
            self._writers.discard(writer)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while received := await reader.read(_CHUNK):
                await self._pass_on()
                writer.write(received)
                await writer.drain()
        with suppress(OSError):
            writer.close()

    async def _pass_on(self) -> None:
        """Wait while everything is swallowed."""
        if self._way == "black hole":
            await self._healed.wait()


def _reset(writer: asyncio.StreamWriter) -> None:
    sock = writer.get_extra_info("socket")
    with suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NONE)
    writer.transport.abort()
