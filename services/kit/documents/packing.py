"""Office files made so that the same document gives the same bytes."""

import zipfile
from io import BytesIO
from typing import Final

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can tell


def repacked(data: bytes) -> bytes:
    """Pack a zip anew without the times of day at which its parts were written."""
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed,
    ):
        for name in source.namelist():
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(part, source.read(name))
    return target.getvalue()
