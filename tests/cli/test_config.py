"""Where the command takes its addresses from."""

from pathlib import Path

import pytest

from clients.cli.config import BadConfig, read_config


def written(home: Path, text: str) -> dict[str, str]:
    file = home / ".config" / "huiying" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text(text)
    return {"HOME": str(home)}


def test_without_anything_the_local_ports_are_taken() -> None:
    config = read_config({})
    assert (config.registry_url, config.deadlines_url) == (
        "http://127.0.0.1:8801",
        "http://127.0.0.1:8802",
    )


def test_the_environment_stands_before_the_file(tmp_path: Path) -> None:
    env = written(tmp_path, 'registry_url = "http://r:1/"\ndeadlines_url = "http://d:1"\n')
    config = read_config(env | {"HUIYING_DEADLINES_URL": "http://d:2"})
    assert (config.registry_url, config.deadlines_url) == ("http://r:1", "http://d:2")


def test_a_file_that_is_not_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match=r"config\.toml"):
        read_config(written(tmp_path, "registry_url: x"))


def test_a_secret_file_that_is_missing_is_named(tmp_path: Path) -> None:
    config = read_config({"HUIYING_SECRET_FILE": str(tmp_path / "none")})
    with pytest.raises(BadConfig, match="none"):
        config.secret()


def test_what_is_handed_on_reads_the_same_again(tmp_path: Path) -> None:
    config = read_config({"HOME": str(tmp_path), "HUIYING_SECRET_FILE": "/x"})
    again = read_config({"HOME": str(tmp_path), **config.environment()})
    assert again == config
