"""What ``huiying lead`` asks of the service, and how it tells the answers."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import uuid4

from clients.cli.config import Config
from clients.cli.locale import in_own_words, t
from clients.cli.session import signed_call
from clients.tui.models import decode
from clients.tui.models_referrals import Received, ReceivedPage
from clients.tui.operations import OPERATIONS
from clients.tui.views.received import title_of

CHINA = timezone(timedelta(hours=8))

LIST = """
query Leads($filter: LeadFilter, $order: LeadOrder!, $first: Int!) {
  leads(filter: $filter, orderBy: $order, first: $first) {
    edges { node { id state title platform locality sightingCount knownAt mergedInto { number } } }
    pageInfo { hasNextPage }
  }
}
"""

REPORT = """
mutation Report($input: ReportLeadInput!) {
  reportLead(input: $input) {
    __typename
    ... on ReportLeadPayload {
      replayed joined
      lead { id state sightingCount mergedInto { number } }
      warnings { message }
      provisional { title dueAt basis { clause } }
    }
    ... on Refusal { code message field }
  }
}
"""

PROMOTE = """
mutation Promote($input: PromoteLeadInput!) {
  promoteLead(input: $input) {
    __typename
    ... on PromoteLeadPayload { incident { number title } replayed }
    ... on Refusal { code message field }
  }
}
"""

DISMISS = """
mutation Dismiss($input: DismissLeadInput!) {
  dismissLead(input: $input) {
    __typename
    ... on DismissLeadPayload { lead { id title } replayed }
    ... on Refusal { code message field }
  }
}
"""

_STATES = {
    "NEW": t("lead.state.NEW"),
    "PROMOTED": t("lead.state.PROMOTED"),
    "MERGED": t("lead.state.MERGED"),
    "DISMISSED": t("lead.state.DISMISSED"),
}


def listed(config: Config, *, everything: bool, first: int) -> list[str]:
    """List the leads that wait, the longest waiting first; or all, the newest first."""
    variables = {
        "filter": None if everything else {"state": "NEW"},
        "order": "NEWEST" if everything else "WAITING",
        "first": first,
    }
    answer = _ask(config, LIST, variables)
    lines = [_line(edge["node"]) for edge in answer["edges"]]
    return [*lines, t("lead.more")] if answer["pageInfo"]["hasNextPage"] else lines


def received(config: Config) -> list[str]:
    """List what other units referred here, in the order of arrival, at most fifty."""
    page = decode(_ask(config, OPERATIONS.received_referrals.text, {}), ReceivedPage)
    lines = [_received_line(edge.node) for edge in page.edges]
    return [*lines, t("lead.more_received")] if page.page_info.has_next_page else lines


def _received_line(one: Received) -> str:
    opened = t("lead.opened", number=one.opened.number) if one.opened else ""
    at = f"{one.received_at.astimezone(CHINA):%m-%d %H:%M}"
    parts = (at, one.state_title, opened, one.sender.name, title_of(one), one.request, one.id)
    return "  ".join(part for part in parts if part)


def _line(lead: Mapping[str, Any]) -> str:
    state = _STATES[lead["state"]]
    if lead["mergedInto"]:
        state = f"{state} {lead['mergedInto']['number']}"
    times = t("lead.times", n=lead["sightingCount"])
    where = lead["locality"] or t("lead.nowhere")
    parts = (_clock(lead["knownAt"]), state, times, where, lead["platform"] or "", lead["title"])
    return "  ".join([*(part for part in parts if part), lead["id"]])


def reported(config: Config, given: Mapping[str, Any], key: str | None) -> list[str]:
    """Report a lead of the own people; say what it would start."""
    sent = {**given, "idempotencyKey": key or str(uuid4())}
    answer = in_own_words(_ask(config, REPORT, {"input": sent}))
    lead = answer["lead"]
    taken = (
        t("lead.again")
        if answer["replayed"]
        else t("lead.joined")
        if answer["joined"]
        else t("lead.received")
    )
    lines = [t("lead.taken", taken=taken, id=lead["id"], n=lead["sightingCount"])]
    lines += [t("lead.note", message=warning["message"]) for warning in answer["warnings"]]
    for duty in answer["provisional"]:
        due = t("lead.before", at=_clock(duty["dueAt"])) if duty["dueAt"] else t("lead.untimed")
        lines.append(
            t("lead.provisional", title=duty["title"], due=due, clause=duty["basis"][0]["clause"])
        )
    return lines


def promoted(config: Config, lead: str, facts: Mapping[str, Any], title: str | None) -> str:
    """Make an incident of a lead; say its number."""
    given = {"lead": lead, "facts": facts, "title": title, "idempotencyKey": f"promote {lead}"}
    incident = _ask(config, PROMOTE, {"input": given})["incident"]
    return t("lead.promoted", number=incident["number"], title=incident["title"])


def dismissed(config: Config, lead: str, reason: str) -> str:
    """Dismiss a lead for a reason."""
    given = {"lead": lead, "reason": reason, "idempotencyKey": f"dismiss {lead}"}
    return t("lead.dismissed", title=_ask(config, DISMISS, {"input": given})["lead"]["title"])


def _ask(config: Config, document: str, variables: Mapping[str, Any]) -> Any:
    return signed_call(config, config.deadlines_url)(document, variables)


def _clock(text: str) -> str:
    return f"{datetime.fromisoformat(text).astimezone(CHINA):%m-%d %H:%M}"
