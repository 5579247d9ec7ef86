"""A GraphQL subscription over graphql-transport-ws; gql is imported on first use only."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from clients.tui.link import TokenRefused
from clients.tui.locale import t
from clients.tui.operations import Operation

PING_INTERVAL = 5.0
PONG_TIMEOUT = 4.0
OPEN_TIMEOUT = 5.0
TOKEN_REFUSED = 4403  # a close code of graphql-transport-ws


async def subscribe(
    base_url: str, operation: Operation, variables: Mapping[str, Any], token: str | None
) -> AsyncIterator[dict[str, Any]]:
    """Connect and return the answers as they come; the line closes with the iterator.

    Raise TokenRefused for a token that does not hold, else whatever the transport raises: its
    caller has one answer to all of that.
    """
    await asyncio.to_thread(_import_gql)
    from gql import Client, gql
    from gql.transport.websockets import WebsocketsTransport

    authority = {"Authorization": f"Bearer {token}"} if token else {}
    transport = WebsocketsTransport(
        url=f"ws{base_url.removeprefix('http')}/graphql",
        headers=authority,
        init_payload=dict(authority),
        connect_timeout=OPEN_TIMEOUT,
        ack_timeout=OPEN_TIMEOUT,
        close_timeout=2,
        ping_interval=PING_INTERVAL,
        pong_timeout=PONG_TIMEOUT,
        subprotocols=[WebsocketsTransport.GRAPHQLWS_SUBPROTOCOL],
    )
    client = Client(transport=transport)
    with _login_told():
        session = await client.connect_async(reconnecting=False)  # type: ignore[no-untyped-call] # gql
    request = gql(operation.text)
    request.variable_values = dict(variables)

    async def answers() -> AsyncIterator[dict[str, Any]]:
        try:
            with _login_told():
                async for answer in session.subscribe(request):
                    yield answer
        finally:
            await client.close_async()  # type: ignore[no-untyped-call] # gql annotates neither

    return answers()


@contextmanager
def _login_told() -> Iterator[None]:
    """Tell a line that was closed for its token from one that broke."""
    from gql.transport.exceptions import TransportError

    try:
        yield
    except TransportError as failed:
        closed = getattr(failed.__cause__, "rcvd", None)
        if closed is not None and closed.code == TOKEN_REFUSED:
            raise TokenRefused("UNAUTHENTICATED", t("link.sign_in")) from failed
        raise


def _import_gql() -> None:
    import gql
    import gql.transport.websockets  # noqa: F401 - the import is the work: 0.4 s off the loop

    # what it warns of is told in the state row; on stderr it would tear the screen
    for name in ("gql", "websockets"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
