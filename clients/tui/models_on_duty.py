"""Who is on duty at a moment (当前值班), by the roster alone."""

from clients.tui.models import Model
from clients.tui.models_handover import ListedShift


class OnDutyNow(Model, kw_only=True):
    """`unhanded`: the last shift that ended and was not handed over (未交接)."""

    manned: bool
    shifts: list[ListedShift]
    unhanded: ListedShift | None = None

    @property
    def keeper(self) -> ListedShift | None:
        """Return the shift that keeps the desk, the one begun before one that is not."""
        kept = [shift for shift in self.shifts if shift.mans]
        return next((shift for shift in kept if shift.started_at), next(iter(kept), None))
