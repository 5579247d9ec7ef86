"""The load: a process of its own on keep-alive sockets, one request at a time on each.

It reads one task a line from its standard input, as JSON, and answers with one line.
"""

import json
import selectors
import socket
import sys
import time
from dataclasses import dataclass, field
from typing import Any

_LONGEST_SILENCE = 10.0


@dataclass(slots=True)
class Line:
    """One connection and the answer it is waiting for."""

    socket: socket.socket
    sent: float = 0.0
    got: bytearray = field(default_factory=bytearray)
    wanted: int = 0

    def send(self, request: bytes) -> None:
        """Send a request and forget the answer before."""
        self.got.clear()
        self.wanted = 0
        self.sent = time.perf_counter()
        self.socket.sendall(request)

    def complete(self) -> bool:
        """Read what is there; tell whether the answer is whole. Raises on any but 200."""
        piece = self.socket.recv(262144)
        if not piece:
            raise ConnectionError("the server closed the connection")
        self.got += piece
        if not self.wanted:
            end = self.got.find(b"\r\n\r\n")
            if end < 0:
                return False
            head = bytes(self.got[:end]).lower()
            if b" 200 " not in head[:16]:
                raise ConnectionError(bytes(self.got[:500]).decode(errors="replace"))
            length = head.split(b"content-length:")[1].split(b"\r\n")[0]
            self.wanted = end + 4 + int(length)
        return len(self.got) >= self.wanted


def drive(port: int, requests: list[bytes], connections: int, count: int) -> dict[str, Any]:
    """Send ``count`` requests in turn over so many connections; returns seconds and latencies."""
    lines = [Line(socket.create_connection(("127.0.0.1", port), 5)) for _ in range(connections)]
    latencies: list[float] = []
    begun = time.perf_counter()
    with selectors.DefaultSelector() as selector:
        for number, line in enumerate(lines):
            selector.register(line.socket, selectors.EVENT_READ, line)
            line.send(requests[number % len(requests)])
        sent = connections
        while len(latencies) < count:
            ready = selector.select(_LONGEST_SILENCE)
            if not ready:
                raise TimeoutError("the server is silent")
            for key, _ in ready:
                line = key.data
                if not line.complete():
                    continue
                latencies.append(time.perf_counter() - line.sent)
                if sent < count:
                    line.send(requests[sent % len(requests)])
                    sent += 1
    seconds = time.perf_counter() - begun
    for line in lines:
        line.socket.close()
    return {"seconds": seconds, "latencies": latencies}


def main() -> None:
    for text in sys.stdin:
        task = json.loads(text)
        task["requests"] = [request.encode() for request in task["requests"]]
        sys.stdout.write(json.dumps(drive(**task)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
