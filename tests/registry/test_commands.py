"""The registry's own command line."""

import subprocess
import sys

from services.kit.database import Database
from services.registry.graphql.schema import registry_schema


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "services.registry", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", **environment},
    )


def test_schema_prints_what_is_served() -> None:
    printed = run("schema")
    assert printed.stdout == registry_schema().as_str() + "\n"


def test_a_secret_made_on_the_command_line_is_all_that_is_printed(
    world: Database, registry_dsn: str
) -> None:
    made = run(
        "account",
        *("--login", "desk", "--name", "值班员", "--role", "OFFICER", "--unit", "0"),
        HUIYING_REGISTRY_DSN=registry_dsn,
    )
    unknown = run(
        "account",
        *("--login", "none", "--name", "值班员", "--role", "OFFICER", "--unit", "99"),
        HUIYING_REGISTRY_DSN=registry_dsn,
    )
    assert (made.returncode, made.stdout[:3], len(made.stdout.strip())) == (0, "hy_", 46)
    assert unknown.returncode == 1
    assert "没有代码为" in unknown.stderr


def test_without_a_database_a_command_says_what_is_missing() -> None:
    told = run("migrate")
    assert told.returncode != 0
    assert "HUIYING_REGISTRY_DSN" in told.stderr
