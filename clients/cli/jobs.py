"""The scheduled mutations by name: what cron, a systemd timer or a CronJob calls."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from clients.cli.locale import t

SWEEP = """
mutation Sweep($input: SweepObligationsInput!) {
  sweepObligations(input: $input) {
    __typename
    ... on SweepObligationsPayload {
      asOf selected alerts notices backlog nextWakeAt catchUp { begins ends }
    }
    ... on Refusal { code message field }
  }
}
"""

SYNC = """
mutation Sync($input: SyncRegistryInput!) {
  syncRegistry(input: $input) {
    __typename
    ... on SyncRegistryPayload { applied cursor hasMore reachable }
    ... on Refusal { code message field }
  }
}
"""

DELIVER = """
mutation Deliver($input: DeliverNotificationsInput!) {
  deliverNotifications(input: $input) {
    __typename
    ... on DeliverNotificationsPayload { delivered failed waiting stuck }
    ... on Refusal { code message field }
  }
}
"""

AUDIT = """
mutation Audit($input: AuditRostersInput!) {
  auditRosters(input: $input) {
    __typename
    ... on AuditRostersPayload { audit { at units opened resolved standing } }
    ... on Refusal { code message field }
  }
}
"""


PERIODS = """
mutation Periods($input: OpenPeriodsInput!) {
  openPeriods(input: $input) {
    __typename
    ... on OpenPeriodsPayload { opened fulfilled standing hasMore busy since asOf }
    ... on Refusal { code message field }
  }
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One mutation; ``unfinished`` tells from its answer that a further call has work to do.

    ``limit`` is how much one call takes on: large enough to catch up fast, small enough to end
    within a second or two; None for a job that is done at once.
    """

    document: str
    title: str
    service: str = "deadlines"
    limit: int | None = None
    unfinished: Callable[[Mapping[str, Any]], bool] = lambda answer: False


JOBS: Mapping[str, Job] = {
    "sweepObligations": Job(
        document=SWEEP,
        title=t("job.sweep"),
        limit=500,
        # a hundred notices: after a standstill one run puts no more digests together
        unfinished=lambda answer: (
            (answer["backlog"] > 0 and (answer["selected"] > 0 or answer["catchUp"] is not None))
            or answer["notices"] >= 100
        ),
    ),
    "deliverNotifications": Job(
        document=DELIVER,
        title=t("job.deliver"),
        limit=100,
        unfinished=lambda answer: answer["waiting"] > 0 and answer["delivered"] > 0,
    ),
    "syncRegistry": Job(
        document=SYNC,
        title=t("job.sync"),
        limit=5000,
        unfinished=lambda answer: bool(answer["hasMore"]) and answer["applied"] > 0,
    ),
    "openPeriods": Job(
        document=PERIODS,
        title=t("job.periods"),
        limit=500,
        unfinished=lambda answer: bool(answer["hasMore"]) and answer["opened"] > 0,
    ),
    "auditRosters": Job(document=AUDIT, title=t("job.audit"), service="registry"),
}

_MOST_ROUNDS = 200


def run(job: Job, call: Callable[[str, Mapping[str, Any]], dict[str, Any]]) -> list[dict[str, Any]]:
    """Call the job until nothing is left and return each answer, in order.

    Each round carries a key of its own, so that a repeated request does its work once.
    """
    answers: list[dict[str, Any]] = []
    while not answers or (job.unfinished(answers[-1]) and len(answers) < _MOST_ROUNDS):
        asked: dict[str, Any] = {"idempotencyKey": f"job:{uuid.uuid4()}"}
        if job.limit is not None:
            asked["limit"] = job.limit
        answers.append(call(job.document, {"input": asked}))
    return answers
