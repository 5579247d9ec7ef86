"""The issuer's key file."""

from pathlib import Path

import pytest

from services.kit.signing import (
    UnsafeKeyFile,
    new_signing_key,
    read_signing_key,
    write_signing_key,
)


def test_a_key_file_comes_back_and_is_its_owners_alone(tmp_path: Path) -> None:
    key = new_signing_key()
    write_signing_key(tmp_path / "key.jwk", key)
    assert (tmp_path / "key.jwk").stat().st_mode & 0o777 == 0o600
    assert read_signing_key(tmp_path / "key.jwk").as_dict() == key.as_dict()


def test_a_key_file_is_never_replaced(tmp_path: Path) -> None:
    write_signing_key(tmp_path / "key.jwk", new_signing_key())
    with pytest.raises(FileExistsError):
        write_signing_key(tmp_path / "key.jwk", new_signing_key())


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    write_signing_key(tmp_path / "key.jwk", new_signing_key())
    (tmp_path / "key.jwk").chmod(0o640)
    with pytest.raises(UnsafeKeyFile, match="others may read"):
        read_signing_key(tmp_path / "key.jwk")


@pytest.mark.parametrize("text", ["", "{}", "null", '{"kty": "oct", "k": "c2VjcmV0"}'])
def test_a_file_without_a_private_key_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "key.jwk"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(UnsafeKeyFile):
        read_signing_key(path)
