"""What the notice commands ask and print."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import typer

from clients.cli.acts import Act, Services, print_json
from clients.cli.ending import bad_option
from clients.cli.locale import t
from clients.tui import locale as desk
from clients.tui.clock import local
from clients.tui.views.moments import BadTime, parse_due

NOTICES = """
query Notices($unit: String, $first: Int!) {
  notices(unit: $unit, first: $first) {
    edges { node {
      id kind colour unit unitName toldTitle person subject text drill at dueAt items unrouted
      climbAt
    } }
    pageInfo { hasNextPage }
  }
}
"""

TAKE = """
mutation TakeNotice($input: AcknowledgeNoticeInput!) {
  acknowledgeNotice(input: $input) {
    __typename
    ... on AcknowledgeNoticePayload {
      notice { id subject acknowledgedAt acknowledgedBy }
      replayed
    }
    ... on Refusal { code message field }
  }
}
"""

HOLD = """
mutation HoldNotices($input: HoldNoticesInput!) {
  holdNotices(input: $input) {
    __typename
    ... on HoldNoticesPayload { scope until replayed }
    ... on Refusal { code message field }
  }
}
"""

LET_GO = """
mutation ReleaseNotices($input: ReleaseNoticesInput!) {
  releaseNotices(input: $input) {
    __typename
    ... on ReleaseNoticesPayload { scope replayed }
    ... on Refusal { code message field }
  }
}
"""


def listed(services: Services, unit: str | None, first: int, *, as_json: bool) -> None:
    """Print the notices that nobody has taken note of, the gravest first."""
    page = services.ask(NOTICES, {"unit": unit, "first": first})["notices"]
    rows = [edge["node"] for edge in page["edges"]]
    if as_json:
        print_json({"notices": rows, "complete": not page["pageInfo"]["hasNextPage"]})
        return
    for row in rows:
        typer.echo(_row(row))
    if not rows:
        typer.echo(t("notice.none"))


def _row(row: Mapping[str, Any]) -> str:
    parts = (
        t(f"notice.colour.{row['colour']}"),
        f"{local(datetime.fromisoformat(row['at'])):%m-%d %H:%M}",
        (desk.t("board.drill") if row["drill"] else "") + row["subject"],
        f"{row['unitName']} {row['toldTitle']} {row['person'] or ''}".rstrip(),
        t("notice.unrouted") if row["unrouted"] else "",
        row["id"],
    )
    return "  ".join(part for part in parts if part)


def taken(act: Act, ref: str, means: str | None) -> None:
    """Take note of a notice; it climbs no more, and nobody else's is silenced."""
    payload = act.send(TAKE, {"notice": ref, "means": means})
    subject = (payload["notice"] or {}).get("subject", ref)
    act.finish(payload, [t("notice.taken", subject=subject)])


def held(act: Act, until: str, reason: str) -> None:
    """Hold reminders of the own territory until a time; they are told after it."""
    try:
        at = parse_due(until, act.now)
    except BadTime as bad:
        bad_option("until", desk.t(bad.key))
    act.again["--until"] = local(at).isoformat()
    payload = act.send(HOLD, {"until": at.isoformat(), "reason": reason})
    ends = f"{local(datetime.fromisoformat(payload['until'])):%m-%d %H:%M}"
    act.finish(payload, [t("notice.held", scope=payload["scope"], until=ends)])


def let_go(act: Act) -> None:
    """End the silence of the own territory."""
    payload = act.send(LET_GO, {})
    act.finish(payload, [t("notice.let_go", scope=payload["scope"])])
