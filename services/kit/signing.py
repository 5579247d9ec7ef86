"""The issuer's private key: one JWK in a file that only its owner may read."""

import os
from pathlib import Path

import orjson
from joserfc.jwk import OKPKey


class UnsafeKeyFile(Exception):
    """The key file may be read by others, or holds no private Ed25519 key."""


def new_signing_key() -> OKPKey:
    """Return a fresh Ed25519 key; its id is the thumbprint of RFC 7638."""
    key = OKPKey.generate_key("Ed25519", parameters={"use": "sig", "alg": "Ed25519"})
    key.ensure_kid()
    return key


def write_signing_key(path: Path, key: OKPKey) -> None:
    """Write the private key for its owner alone; never replaces, raises FileExistsError."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "wb") as out:
        out.write(orjson.dumps(key.as_dict(private=True)))


def read_signing_key(path: Path) -> OKPKey:
    """Read the private key; raises UnsafeKeyFile, or OSError where the file cannot be read."""
    if path.stat().st_mode & 0o077:
        raise UnsafeKeyFile(f"{path}: others may read the key; chmod 600 it")
    try:
        key = OKPKey.import_key(orjson.loads(path.read_bytes()))
    except Exception as error:
        raise UnsafeKeyFile(f"{path}: not a JWK") from error
    if not key.is_private or key.curve_name != "Ed25519":
        raise UnsafeKeyFile(f"{path}: not a private Ed25519 key")
    key.ensure_kid()
    return key


def kept_signing_key(path: Path) -> OKPKey:
    """Return the key in the file, making the file where there is none.

    Raises UnsafeKeyFile where others may read the file.
    """
    if not path.exists():
        write_signing_key(path, new_signing_key())
    return read_signing_key(path)
