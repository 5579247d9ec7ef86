"""Refusals: answers that a caller can act on. Anything else that goes wrong is masked."""


class Refusal(Exception):
    """A request that the domain declines, told so that a clerk or a script can act on it.

    ``code`` is stable, upper snake case; ``message`` is one full Chinese sentence; ``field`` is the
    input's name as the schema spells it (a dotted path for nested input), or None where no single
    input is at fault. ``retry_after`` are the whole seconds after which asking again may
    help, None where waiting does not.
    """

    def __init__(
        self, code: str, message: str, field: str | None = None, *, retry_after: int | None = None
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.field = field
        self.retry_after = retry_after
