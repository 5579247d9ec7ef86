"""``huiying report``: documents of the deadlines service, printed or kept as files."""

from collections.abc import Mapping
from pathlib import Path

from clients.cli.config import Config
from clients.cli.exchange import Refused
from clients.cli.locale import t
from clients.cli.session import signed_call, token
from clients.cli.transfer import keep_file
from clients.transfer import document_address

INCIDENT = """
query IncidentByNumber($number: String!) {
  incident(number: $number) { id }
}
"""
READY = "query Ready { __typename }"
PRINTED = Path("-")


def written(
    config: Config, name: str, asked: Mapping[str, str | None], files: Mapping[str, Path | None]
) -> list[Path]:
    """Fetch a document in each form that a file is named for; without any, print its text.

    Returns the files that were written. Raises OSError, Refused, Unreachable.
    """
    signed_call(config, config.deadlines_url)(READY, {})  # renews a token that is accepted no more
    given = {form: path for form, path in files.items() if path} or {"txt": PRINTED}
    for form, path in given.items():
        where = document_address(name, form, asked)
        keep_file(config.deadlines_url, where, token(config).text, path)
    return [path for path in given.values() if path != PRINTED]


def incident_id(config: Config, number: str) -> str:
    """Return the id of the incident with a number. Raises Refused, Unreachable."""
    found = signed_call(config, config.deadlines_url)(INCIDENT, {"number": number})
    if found is None:
        raise Refused("NOT_FOUND", t("report.no_incident", number=number), "incident")
    id_: str = found["id"]
    return id_
