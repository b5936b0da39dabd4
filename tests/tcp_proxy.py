"""A stretch of wire between a client and a server that a test can cut, hold and heal."""

import socket
from contextlib import suppress
from threading import Event, Lock, Thread


class Proxy:
    """
    Carries connections from ``port`` to ``target``, both on this machine.

    ``hold`` lets nothing through and keeps the connections open, as a dead switch does; ``cut``
    breaks those that are there; ``heal`` lets everything through again.
    """

    def __init__(self, port, target):
        self._target = target
        self._flows = Event()
        self._flows.set()
        self._open, self._lock = set(), Lock()
        self._listener = socket.create_server(("127.0.0.1", port), reuse_port=False)
        Thread(target=self._accept, daemon=True).start()

    def hold(self):
        self._flows.clear()

    def heal(self):
        self._flows.set()

    def cut(self):
        with self._lock:
            wires, self._open = self._open, set()
        for wire in wires:
            with suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)

    def close(self):
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.heal()
        self.cut()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _accept(self):
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                try:
                    server = socket.create_connection(("127.0.0.1", self._target))
                except OSError:
                    client.close()
                    continue
                with self._lock:
                    self._open |= {client, server}
                for ends in ((client, server), (server, client)):
                    Thread(target=self._carry, args=ends, daemon=True).start()

    def _carry(self, source, sink):
        with suppress(OSError):
            while some := source.recv(65536):
                self._flows.wait()
                sink.sendall(some)
        for wire in (source, sink):
            with suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)
            wire.close()
        with self._lock:
            self._open -= {source, sink}
