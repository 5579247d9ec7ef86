"""A stand-in for both services: answers sign-in and the two jobs from a script, over real HTTP."""

from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

SECRETS = {"hy_right"}


@dataclass(slots=True)
class StandIn:
    """``answers`` are given in order, the last one for ever; ``asked`` keeps what came in."""

    answers: list[dict[str, Any]] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    signed_in: int = 0
    verdict: str = "swept"
    unrouted: int = 0

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/graphql", self._graphql, methods=["POST"]),
                Route("/health/live", self._healthy),
                Route("/health/ready", self._healthy),
                Route("/health/audit", self._sealed),
                Route("/health/sweep", self._swept),
            ]
        )

    async def _healthy(self, request: Request) -> JSONResponse:
        return JSONResponse({"status": "ok"})

    async def _sealed(self, request: Request) -> JSONResponse:
        return JSONResponse({"status": "sealed", "unsealedSeconds": 1.5})

    async def _swept(self, request: Request) -> JSONResponse:
        told = {"status": self.verdict, "repeatedlyFailed": 2, "unrouted": self.unrouted}
        return JSONResponse(told)

    async def _graphql(self, request: Request) -> JSONResponse:
        body = await request.json()
        if "signIn" in body["query"]:
            return JSONResponse({"data": {"signIn": self._sign_in(body["variables"])}})
        self.asked.append(body["variables"]["input"])
        self.tokens.append(request.headers.get("authorization", ""))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return JSONResponse(answer)

    def _sign_in(self, variables: dict[str, Any]) -> dict[str, Any]:
        if variables["input"]["secret"] not in SECRETS:
            return {
                "__typename": "Refusal",
                "code": "BAD_SECRET",
                "message": "密钥不对。",
                "field": "secret",
            }
        self.signed_in += 1
        return {
            "__typename": "SignInPayload",
            "accessToken": f"token-{self.signed_in}",
            "expiresAt": "2099-01-01T00:00:00Z",
            "principal": {"name": "定时任务", "role": "JOB", "unit": "1301"},
        }
