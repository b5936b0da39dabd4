"""An address of our own: loopback, the wished port or the next free one."""

from __future__ import annotations

import errno
import socket

LOOPBACK = "127.0.0.1"
USUAL_PORT = 8080
_TRIED = 100


class PortBusy(Exception):
    """Somebody else listens there; whoever named the port chooses another."""

    def __init__(self, port: int, host: str = LOOPBACK) -> None:
        super().__init__(f"Port {port} on {host} is in use.")
        self.port = port


class NoSuchAddress(Exception):
    """This machine does not have that address; whoever set it writes another."""

    def __init__(self, host: str) -> None:
        super().__init__(f"This machine has no address {host} to listen on.")


def listen(port: int | None, host: str = LOOPBACK) -> socket.socket:
    """
    Open a listening socket.

    Args:
        port: that one and no other, 0 for any; None for 8080 or the next free one after it.
        host: an IPv4 address of this machine, or its name.

    Raises:
        PortBusy: the named port, or all that were tried, are taken.
        NoSuchAddress: this machine does not have it.
    """
    if port is not None:
        return _listen(port, host)
    for wished in range(USUAL_PORT, USUAL_PORT + _TRIED):
        try:
            return _listen(wished, host)
        except PortBusy:
            continue
    raise PortBusy(USUAL_PORT, host)


def _listen(port: int, host: str) -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # After a kill -9 old connections linger; this lets the restart have the port all the same.
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(1024)
    except OSError as refused:
        sock.close()
        if refused.errno == errno.EADDRINUSE:
            raise PortBusy(port, host) from refused
        raise NoSuchAddress(host) from refused
    return sock
