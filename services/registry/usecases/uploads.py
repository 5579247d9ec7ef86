"""Files that wait for their import."""

import hashlib
from collections.abc import AsyncIterator
from datetime import datetime

from services.kit.auth import Principal
from services.kit.database import Database
from services.kit.ids import new_id
from services.registry.domain.imports import faults
from services.registry.domain.imports.container import LARGEST_FILE, OLE2
from services.registry.domain.imports.runs import (
    MOST_UPLOADS,
    UPLOADS_LAST,
    Upload,
    empty_upload,
    too_many_uploads,
)
from services.registry.store import uploads as store

PIECE = 1 << 20
_LONGEST_NAME = 200
_SWEPT = 20


async def keep_upload(
    database: Database, caller: Principal, name: str, body: AsyncIterator[bytes], now: datetime
) -> Upload:
    """Keep a file for a day, piece by piece as it comes; half a file is found by nobody.

    Raises FILE_TOO_LARGE above 32 MiB, ENCRYPTED_OR_OLD_FORMAT, EMPTY_FILE, TOO_MANY_UPLOADS.
    """
    upload_id, expires_at = new_id(), now + UPLOADS_LAST
    shown = "".join(char for char in name if char.isprintable()).strip()[:_LONGEST_NAME]
    async with database.transaction() as conn:
        await store.delete_expired(conn, now, _SWEPT)
        if await store.count_uploads(conn, caller.subject, now) >= MOST_UPLOADS:
            raise too_many_uploads()
        await store.insert_upload(conn, upload_id, shown or "名录", caller.subject, now, expires_at)
    digest, size, place = hashlib.sha256(), 0, 0
    try:
        async for piece in _pieces(body):
            if place == 0 and piece.startswith(OLE2):
                raise faults.old_or_encrypted()
            size += len(piece)
            if size > LARGEST_FILE:
                raise faults.too_large(f"超过 {LARGEST_FILE >> 20} MB")
            digest.update(piece)
            async with database.reading() as conn:
                await store.add_part(conn, upload_id, place, piece)
            place += 1
        if not size:
            raise empty_upload()
        async with database.reading() as conn:
            await store.complete_upload(conn, upload_id, size, digest.hexdigest())
    except BaseException:
        async with database.reading() as conn:
            await store.delete_upload(conn, upload_id)
        raise
    return Upload(
        id=upload_id,
        name=shown or "名录",
        bytes=size,
        sha256=digest.hexdigest(),
        expires_at=expires_at,
    )


async def _pieces(body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    gathered = bytearray()
    async for chunk in body:
        gathered += chunk
        while len(gathered) >= PIECE:
            yield bytes(gathered[:PIECE])
            del gathered[:PIECE]
    if gathered:
        yield bytes(gathered)
