"""An address of our own: loopback, the wished port or the next free one."""

from __future__ import annotations

import socket

LOOPBACK = "127.0.0.1"
USUAL_PORT = 8080
_TRIED = 100


class PortBusy(Exception):
    """Somebody else listens there; whoever named the port chooses another."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} on {LOOPBACK} is in use.")
        self.port = port


def listen(port: int | None) -> socket.socket:
    """
    Open a listening socket on the loopback address.

    Args:
        port: that one and no other, 0 for any; None for 8080 or the next free one after it.

    Raises:
        PortBusy: the named port, or all that were tried, are taken.
    """
    if port is not None:
        return _listen(port)
    for wished in range(USUAL_PORT, USUAL_PORT + _TRIED):
        try:
            return _listen(wished)
        except PortBusy:
            continue
    raise PortBusy(USUAL_PORT)


def _listen(port: int) -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # After a kill -9 old connections linger; this lets the restart have the port all the same.
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((LOOPBACK, port))
        sock.listen(1024)
    except OSError as taken:
        sock.close()
        raise PortBusy(port) from taken
    return sock
