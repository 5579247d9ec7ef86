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


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel 发布渠道. ``owner`` is who runs it 运营主体, ``monitor`` the person who watches it.

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
    opened_on: date
    closed_on: date | None
    version: int


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
    opened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseChannel:
    """The first day on which a channel is closed."""

    id: UUID
    closed_on: date


def open_channel(command: NewChannel, id: UUID) -> Channel:  # noqa: A002 - the row's own word
    """Decide a new channel; raises BAD_URL and what bounded texts raise."""
    return Channel(
        id=id,
        unit=command.unit,
        kind=command.kind,
        platform=fields.text(command.platform, "platform", most=50),
        name=fields.text(command.name, "name"),
        url=fields.url(command.url, "url"),
        owner=fields.optional_text(command.owner, "owner", most=fields.LONGEST_NAME),
        monitor=command.monitor,
        opened_on=command.opened_on,
        closed_on=None,
        version=1,
    )


def close_channel(channel: Channel, command: CloseChannel) -> Channel:
    """Decide the closing; raises DATES_REVERSED or ALREADY_CLOSED."""
    if channel.closed_on is not None:
        raise Refusal("ALREADY_CLOSED", "该渠道已经关闭。", "id")
    fields.in_order(channel.opened_on, command.closed_on, "closedOn")
    return replace(channel, closed_on=command.closed_on, version=channel.version + 1)
