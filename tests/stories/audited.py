"""The rosters of a town looked at once, as the weekly job does."""

from services.kit.auth import Role
from tests.stories.town import Town

AUDIT = """mutation A($input: AuditRostersInput!) { auditRosters(input: $input) { __typename
  ... on AuditRostersPayload { audit { standing } } ... on Refusal { code message } } }"""


async def audit(town: Town) -> None:
    """Look at all rosters; what is wrong is on the list afterwards."""
    given = {"idempotencyKey": f"audit:{next(town.keys)}"}
    told = await town.ask_registry(AUDIT, Role.ROSTER_ADMIN, input=given)
    assert told["auditRosters"]["audit"]["standing"] > 0
