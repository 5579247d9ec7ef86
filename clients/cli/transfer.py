"""Files to and from the services, with the command's own refusals."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clients import transfer
from clients.cli.exchange import Refused, Unreachable
from clients.cli.locale import of_service, t
from clients.transfer import Moved


def send_file(base_url: str, path: Path, token: str, moved: Moved) -> str:
    """Upload a file and return its id. Raises OSError, Refused, Unreachable."""
    with _told():
        return transfer.send_file(base_url, path, token, moved)


def keep_file(base_url: str, path: str, token: str, target: Path) -> None:
    """Write what the address answers into a file; ``-`` is standard output.

    Raises OSError, Refused, Unreachable.
    """
    with _told():
        transfer.keep_file(base_url, path, token, target)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except transfer.NotTaken as declined:
        said = of_service(declined.code, declined.message)
        raise Refused(declined.code, said, declined.field) from declined
    except transfer.NotReached as away:
        if away.status is not None:
            raise Unreachable(t("end.http", url=away.url, status=away.status)) from away
        raise Unreachable(t("end.pair", first=away.url, second=away.reason)) from away
