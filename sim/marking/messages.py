"""Messages between the marker and the process with a student's code: a length and packed data, never pickle."""

from __future__ import annotations

from typing import IO, Any

from sim.course.answers.plain import pack, unpack


def send(stream: IO[bytes], message: Any) -> None:
    """Write a message."""
    send_packed(stream, pack(message))


def send_packed(stream: IO[bytes], data: bytes) -> None:
    """Write a message that was packed before."""
    stream.write(len(data).to_bytes(8, "big") + data)
    stream.flush()


def receive(stream: IO[bytes], most: int | None = None) -> Any:
    """Read a message of at most so many bytes. Raises EOFError if there is none any more, ValueError if it is too large."""
    head = stream.read(8)
    if len(head) < 8:
        raise EOFError
    size = int.from_bytes(head, "big")
    if most is not None and size > most:
        raise ValueError(f"a message of {size} bytes")
    return unpack(stream.read(size))
