"""The data of a checkout belongs to that checkout, and only one process holds it."""

import subprocess
import sys
from pathlib import Path

import pytest

from services.local import home as homes
from services.local.account import Account
from services.local.home import AlreadyRunning, Home, Running, UnsafeHome, home_of_checkout


def make_running(**overrides: object) -> Running:
    told = {
        "pid": 1,
        "registry_url": "http://127.0.0.1:1",
        "deadlines_url": "http://127.0.0.1:2",
        "officer_secret": "/x",
        "state": "/y",
    }
    return Running(**(told | overrides))  # type: ignore[arg-type]  # a builder with overrides


@pytest.fixture(autouse=True)
def no_named_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUIYING_LOCAL_HOME", raising=False)


def checkout(root: Path) -> Path:
    root.mkdir(parents=True)
    (root / "pyproject.toml").touch()
    return root


def test_the_home_lies_in_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(homes, "server_account", lambda: None)
    assert home_of_checkout(checkout(tmp_path / "here")).path == tmp_path / "here" / ".local"


def test_an_installation_that_is_no_checkout_uses_the_accounts_state_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(homes, "server_account", lambda: None)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert home_of_checkout(tmp_path / "site-packages").path == tmp_path / "huiying" / "local"


def test_a_closed_checkout_of_root_gets_a_place_of_its_own_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = Account(name="stranger", uid=54321, gid=54321)
    monkeypatch.setattr(homes, "server_account", lambda: stranger)
    tmp_path.chmod(0o700)
    roots = [checkout(tmp_path / name) for name in ("a/huiying", "b/huiying")]
    one, other = (home_of_checkout(root).path for root in roots)
    assert not one.is_relative_to(tmp_path)
    assert one != other
    assert tmp_path.stat().st_mode & 0o777 == 0o700


def test_secrets_are_in_a_folder_that_only_the_owner_enters(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.make()
    assert home.secret("duty").parent.stat().st_mode & 0o077 == 0


def test_a_link_in_the_place_of_the_home_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "home").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UnsafeHome):
        Home(tmp_path / "home").make()


def test_a_second_process_is_refused_while_the_first_lives(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with home.hold(), pytest.raises(AlreadyRunning), Home(tmp_path).hold():
        pass
    with home.hold():
        pass


def test_a_killed_process_leaves_the_home_free(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from services.local.home import Home\n"
        "with Home(Path(sys.argv[1])).hold():\n    print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(AlreadyRunning), Home(tmp_path).hold():
        pass
    holder.kill()
    holder.communicate()
    with Home(tmp_path).hold():
        pass


def test_later_comers_find_the_running_system_and_only_a_running_one(tmp_path: Path) -> None:
    home, told = Home(tmp_path), make_running()
    with home.hold(), home.announce(told):
        assert home.running() == told
    assert home.running() is None


def test_what_a_killed_system_announced_does_not_count(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with home.hold():
        left = home.announce(make_running())
        left.__enter__()
    assert (tmp_path / "running.json").exists()
    assert home.running() is None


def test_nothing_runs_where_nothing_was_ever_made(tmp_path: Path) -> None:
    assert Home(tmp_path / "never").running() is None
