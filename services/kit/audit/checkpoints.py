"""Signed checkpoints of the chain, in a file outside the database: one compact JWS a line.

Whoever rewrites the database and computes the chain anew cannot sign what he made; whoever cuts
the chain leaves a checkpoint that reaches further. The file is only ever appended to.
"""

import fcntl
import heapq
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import msgspec
import orjson
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from services.kit.audit.seals import Head
from services.kit.signing import UnsafeKeyFile, kept_signing_key
from services.kit.tokens import ALGORITHM

LONGEST_LINE = 4096
KEY_FILE, PUBLIC_KEY_FILE = "key.json", "key.public.json"
_WHOLE = re.compile(rb"[\w-]+\.[\w-]+\.[\w-]{86}")  # a signature is 64 bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """That the chain of a service reached seal ``no`` with this hash (hex) at that moment.

    ``total`` counts the rows under seal.
    """

    service: str
    no: int
    total: int
    hash: str
    at: datetime


class BadCheckpoint(Exception):
    """A line that is no checkpoint, or is signed by none of the keys; ``line`` counts from 1."""

    def __init__(self, file: Path, line: int) -> None:
        super().__init__(f"{file}:{line}")
        self.file = file
        self.line = line


class CheckpointFile:
    """The checkpoints of one service; made at the first one, readable by its owner alone."""

    def __init__(self, path: Path, key: OKPKey, service: str) -> None:
        self._path = path
        self._key = key
        self._service = service

    def last(self) -> Checkpoint | None:
        """Return the newest checkpoint, None before the first; raises BadCheckpoint, OSError."""
        found = None
        try:
            with self._path.open("rb") as file:
                file.seek(max(0, file.seek(0, os.SEEK_END) - 2 * LONGEST_LINE))
                lines = [line for line in file.read().split(b"\n") if line]
        except FileNotFoundError:
            return None
        for line in reversed(lines):  # the last one may be half a line that a crash left
            found = _read(line, [self._key])
            if found:
                return found
        if lines:
            raise BadCheckpoint(self._path, 0)
        return None

    def append(self, head: Head, at: datetime) -> Checkpoint:
        """Sign where the chain stands and write it through to the disk; raises OSError.

        Where another process has signed as much meanwhile, its checkpoint is returned.
        """
        signed = Checkpoint(
            service=self._service, no=head.no, total=head.total, hash=head.hash.hex(), at=at
        )
        header = {"alg": ALGORITHM, "kid": self._key.kid}
        payload = orjson.dumps(asdict(signed))
        line = jws.serialize_compact(header, payload, self._key, algorithms=[ALGORITHM])
        new = not self._path.exists()
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT
        with os.fdopen(os.open(self._path, flags, 0o600), "a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if (last := self.last()) and last.no >= head.no:
                return last
            if _last_byte(file) != b"\n":
                file.write(b"\n")
            file.write(line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        if new:
            _write_through(self._path.parent)
        return signed


def read_checkpoints(
    files: Sequence[Path], keys: Sequence[OKPKey], service: str
) -> Iterator[Checkpoint]:
    """Return the checkpoints of a service in the order of their seals, as each file has them.

    Half a line, which a crash left, is passed over.

    Raises:
        BadCheckpoint: a line is signed by none of the keys.
        OSError: a file cannot be read.
    """
    each = [_in_file(path, keys, service) for path in files]
    return heapq.merge(*each, key=lambda one: one.no)


def _in_file(path: Path, keys: Sequence[OKPKey], service: str) -> Iterator[Checkpoint]:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            found = _read(line.strip(), keys)
            if found is None and _WHOLE.fullmatch(line.strip()):
                raise BadCheckpoint(path, number)
            if found and found.service == service:
                yield found


def _read(line: bytes, keys: Sequence[OKPKey]) -> Checkpoint | None:
    for key in keys:
        try:
            found = jws.deserialize_compact(line, key, algorithms=[ALGORITHM])
            return msgspec.json.decode(found.payload, type=Checkpoint)
        except (JoseError, ValueError, msgspec.MsgspecError):
            continue
    return None


def checkpoint_path(folder: Path, service: str) -> Path:
    """Return where the checkpoints of a service lie."""
    return folder / f"{service}.checkpoints"


def checkpoint_file(folder: Path | None, key: Path | None, service: str) -> CheckpointFile | None:
    """Return a service's file, None without a folder; makes the folder and the key.

    The public key is laid beside, for those who verify. Raises UnsafeKeyFile, OSError.
    """
    if folder is None:
        return None
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    signing = kept_signing_key(key or folder / KEY_FILE)
    public = folder / PUBLIC_KEY_FILE
    if not public.exists():
        public.write_bytes(orjson.dumps(signing.as_dict(private=False)))
    return CheckpointFile(checkpoint_path(folder, service), signing, service)


def read_public_key(path: Path) -> OKPKey:
    """Read a key to verify by, public or private; raises UnsafeKeyFile, OSError."""
    try:
        key = OKPKey.import_key(orjson.loads(path.read_bytes()))
    except (JoseError, ValueError) as error:
        raise UnsafeKeyFile(f"{path}: not a JWK") from error
    key.ensure_kid()
    return key


def _last_byte(file: BinaryIO) -> bytes:
    if file.seek(0, os.SEEK_END) == 0:
        return b"\n"
    file.seek(-1, os.SEEK_END)
    return file.read(1)


def _write_through(folder: Path) -> None:
    entry = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(entry)
    finally:
        os.close(entry)
