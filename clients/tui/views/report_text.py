"""The text of an upward report, filled in from the incident's facts, to be copied and edited."""

from datetime import datetime

from clients.tui.clock import local
from clients.tui.locale import t
from clients.tui.models_incident import Duty, IncidentFile
from clients.tui.views.texts import place_name, severity_name


def report_text(file: IncidentFile, duty: Duty | None, now: datetime, reporter: str) -> str:
    """Return what is known in whole sentences; what is unknown is said to be unknown."""
    facts = file.facts
    place = t("intake.comma").join(place_name(name) for name in facts.locality_names)
    to = t("intake.comma").join(duty.recipients) if duty else ""
    return "".join(
        (
            t("board.drill") if file.drill else "",
            f"{to}：\n" if to else "",
            t(
                "report.event",
                at=_when(facts.occurred_at, facts.occurred_precision),
                place=place or t("report.no_place"),
                title=_what(file, place),
                kind=file.kind_title or t("menu.unknown"),
                severity=severity_name(file.severity_title)
                if file.severity_title
                else t("report.no_severity"),
            ),
            _casualties(file),
            t("report.known", at=_when(facts.known_at, "MINUTE"), number=file.number),
            t("report.sign", name=reporter, at=f"{local(now):%Y-%m-%d %H:%M}"),
        )
    )


def _what(file: IncidentFile, place: str) -> str:
    """Return the title without the place, or its government, that it may begin with."""
    names = t("intake.comma").join(file.facts.locality_names)
    return file.title.removeprefix(names).removeprefix(place).strip() or file.title


def _when(at: datetime | None, precision: str | None) -> str:
    if at is None:
        return t("report.no_time")
    about = t("report.about") if precision == "ABOUT" else ""
    return f"{local(at):{t('report.stamp')}}{about}"


def _casualties(file: IncidentFile) -> str:
    facts = file.facts
    if facts.deaths is None and facts.seriously_injured is None:
        return t("report.no_casualties")
    unknown = t("menu.unknown")
    return t(
        "report.casualties",
        dead=unknown if facts.deaths is None else facts.deaths,
        hurt=unknown if facts.seriously_injured is None else facts.seriously_injured,
    )
