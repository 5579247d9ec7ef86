"""Channels: where a unit publishes, and where the public reaches it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from services.kit.refusal import Refusal
from services.registry.domain import fields


class ChannelKind(StrEnum):
    """What a channel is: the kinds that the five texts name, outward and inbound."""

    GOVERNMENT_WEBSITE = "GOVERNMENT_WEBSITE"
    WEIBO = "WEIBO"
    WECHAT = "WECHAT"
    CLIENT = "CLIENT"
    SHORT_VIDEO = "SHORT_VIDEO"
    HOTLINE = "HOTLINE"
    HOTLINE_12345 = "HOTLINE_12345"
    MAYOR_MAILBOX = "MAYOR_MAILBOX"
    ONLINE_PETITION = "ONLINE_PETITION"
    SMART_ANSWERS = "SMART_ANSWERS"
    ONLINE_INTERVIEW = "ONLINE_INTERVIEW"
    OPINION_COLLECTION = "OPINION_COLLECTION"
    ONLINE_SURVEY = "ONLINE_SURVEY"
    COMPLAINT = "COMPLAINT"
    ONLINE_INQUIRY = "ONLINE_INQUIRY"
    NEWSPAPER = "NEWSPAPER"
    NEWS_WEBSITE = "NEWS_WEBSITE"
    COMMERCIAL_WEBSITE = "COMMERCIAL_WEBSITE"
    BROADCAST = "BROADCAST"


RUN_BY_OTHERS = frozenset(
    {
        ChannelKind.NEWSPAPER,
        ChannelKind.NEWS_WEBSITE,
        ChannelKind.COMMERCIAL_WEBSITE,
        ChannelKind.BROADCAST,
    }
)
"""Media that a unit uses and does not run (绩溪县 九)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel 发布渠道. ``owner`` is who runs it 运营主体, ``monitor`` the person who watches it.

    ``group`` is the group by which such accounts are managed together (政务微博微信群, 某市 十).
    ``reach`` is how many it reaches, as ``reach_source`` told; both None where nobody counted.

    ``closed_on`` is the first day on which it is closed. ``platform`` is the site or network it
    lives on, as an incident's source names it.
    """

    id: UUID
    unit: str
    kind: ChannelKind
    platform: str
    name: str
    url: str | None
    owner: str | None
    monitor: UUID | None
    group: str | None = None
    reach: int | None = None
    reach_source: str | None = None
    opened_on: date
    closed_on: date | None
    version: int

    @property
    def own(self) -> bool:
        """Whether the unit runs it itself; the press and other sites are run by others."""
        return self.kind not in RUN_BY_OTHERS


@dataclass(frozen=True, slots=True, kw_only=True)
class NewChannel:
    """What a caller tells about a channel."""

    unit: str
    kind: ChannelKind
    platform: str
    name: str
    url: str | None = None
    owner: str | None = None
    monitor: UUID | None = None
    group: str | None = None
    reach: int | None = None
    reach_source: str | None = None
    opened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelPatch:
    """What changes in a channel; None leaves a value, an empty text removes what may be absent.

    ``unwatched`` removes the monitor; an empty ``reach_source`` removes the reach with it.
    """

    id: UUID
    platform: str | None = None
    name: str | None = None
    url: str | None = None
    owner: str | None = None
    monitor: UUID | None = None
    unwatched: bool = False
    group: str | None = None
    reach: int | None = None
    reach_source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseChannel:
    """The first day on which a channel is closed."""

    id: UUID
    closed_on: date


def open_channel(command: NewChannel, id: UUID) -> Channel:  # noqa: A002 - the row's own word
    """Decide a new channel; raises BAD_URL, BAD_REACH and what bounded texts raise."""
    return Channel(
        id=id,
        unit=command.unit,
        kind=command.kind,
        platform=fields.text(command.platform, "platform", most=50),
        name=fields.text(command.name, "name"),
        url=fields.url(command.url, "url"),
        owner=fields.optional_text(command.owner, "owner", most=fields.LONGEST_NAME),
        monitor=command.monitor,
        group=fields.optional_text(command.group, "group", most=50),
        reach=_reach(command.reach, command.reach_source),
        reach_source=fields.optional_text(command.reach_source, "reachSource"),
        opened_on=command.opened_on,
        closed_on=None,
        version=1,
    )


def update_channel(channel: Channel, patch: ChannelPatch) -> Channel:
    """Decide a channel's next version; raises ALREADY_CLOSED and as `open_channel`."""
    if channel.closed_on is not None:
        raise Refusal("ALREADY_CLOSED", "该渠道已经关闭。", "id")
    source = channel.reach_source if patch.reach_source is None else patch.reach_source.strip()
    reach = channel.reach if patch.reach is None else patch.reach
    if patch.reach_source is not None and not source:
        reach = patch.reach
    return replace(
        channel,
        platform=_kept(patch.platform, channel.platform, "platform", 50),
        name=_kept(patch.name, channel.name, "name", fields.LONGEST_NAME),
        url=channel.url if patch.url is None else fields.url(patch.url, "url"),
        owner=_optional(patch.owner, channel.owner, "owner", fields.LONGEST_NAME),
        monitor=None if patch.unwatched else patch.monitor or channel.monitor,
        group=_optional(patch.group, channel.group, "group", 50),
        reach=_reach(reach, source),
        reach_source=fields.optional_text(source, "reachSource"),
        version=channel.version + 1,
    )


def close_channel(channel: Channel, command: CloseChannel) -> Channel:
    """Decide the closing; raises DATES_REVERSED or ALREADY_CLOSED."""
    if channel.closed_on is not None:
        raise Refusal("ALREADY_CLOSED", "该渠道已经关闭。", "id")
    fields.in_order(channel.opened_on, command.closed_on, "closedOn")
    return replace(channel, closed_on=command.closed_on, version=channel.version + 1)


def _kept(value: str | None, old: str, field: str, most: int) -> str:
    return old if value is None else fields.text(value, field, most=most)


def _optional(value: str | None, old: str | None, field: str, most: int) -> str | None:
    return old if value is None else fields.optional_text(value, field, most=most)


def _reach(reach: int | None, source: str | None) -> int | None:
    """Return the number where it comes with its source, as a number without one tells nothing."""
    if reach is None and not source:
        return None
    if reach is None or reach < 0:
        raise Refusal("BAD_REACH", "请填写覆盖人数，应为不小于 0 的整数。", "reach")
    if not source:
        raise Refusal("REACH_WITHOUT_SOURCE", "请填写覆盖人数的出处。", "reachSource")
    return reach
