"""The pulse for outside eyes: an address for a watchdog, and gauges for Prometheus."""

from typing import Any, Final

import orjson
from starlette.responses import Response

from services.deadlines.domain.pulse import Pulse, age
from services.kit.telemetry import Telemetry

_GAUGES: Final = {
    "huiying_sweep_age_seconds": "Seconds since the last sweep; -1: none ever ran.",
    "huiying_canary_age_seconds": "Seconds since the canary last arrived; -1: never.",
    "huiying_reminders_backlog": "Reminders that are due and not recorded, to ten thousand.",
    "huiying_notices_held": "Reminders held for a digest, to ten thousand.",
    "huiying_notices_unrouted": "Unacknowledged notices whose unit has no route.",
    "huiying_outbox_waiting": "Messages not yet delivered, to ten thousand.",
    "huiying_outbox_ready_seconds": "Seconds that the longest waiting ready message waits.",
    "huiying_outbox_stuck": "Messages that failed again and again.",
}


def figures(pulse: Pulse) -> dict[str, float]:
    """Say the pulse in figures, by the names of the gauges."""
    delivery = pulse.delivery
    values = (
        _age(pulse.sweep.last_run_at, pulse),
        _age(delivery.canary_at, pulse),
        pulse.sweep.backlog,
        delivery.held,
        delivery.unrouted,
        delivery.waiting,
        max(_age(delivery.ready_since, pulse), 0),
        delivery.stuck,
    )
    return dict(zip(_GAUGES, values, strict=True))


def _age(at: Any, pulse: Pulse) -> float:
    found = age(at, pulse.at)
    return -1 if found is None else round(found, 1)


def health(pulse: Pulse) -> Response:
    """Answer 200 only where the sweep is fresh, the canary went through and nothing is stuck."""
    body = {
        "status": pulse.verdict,
        "at": pulse.at,
        "sweepAgeSeconds": age(pulse.sweep.last_run_at, pulse.at),
        "canaryAgeSeconds": age(pulse.delivery.canary_at, pulse.at),
        "outboxReadySeconds": age(pulse.delivery.ready_since, pulse.at),
        "backlog": pulse.sweep.backlog,
        "waiting": pulse.delivery.waiting,
        "repeatedlyFailed": pulse.delivery.stuck,
        "unrouted": pulse.delivery.unrouted,
        "held": pulse.delivery.held,
    }
    status = 200 if pulse.verdict == "swept" else 503
    return Response(orjson.dumps(body), status_code=status, media_type="application/json")


class Gauges:
    """The same figures as gauges."""

    def __init__(self, telemetry: Telemetry) -> None:
        self._gauges = {name: telemetry.gauge(name, what) for name, what in _GAUGES.items()}

    def show(self, pulse: Pulse) -> None:
        for name, value in figures(pulse).items():
            self._gauges[name].set(value)
