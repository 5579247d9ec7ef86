"""Forms about entrances: accounts (账号), first passwords, API tokens (接口令牌)."""

from datetime import date
from typing import Any, ClassVar

import msgspec
from textual import work

from clients.tui.link import LinkDown, Refused
from clients.tui.locale import t
from clients.tui.models_accounts import RosterAccount, Token
from clients.tui.models_preview import Code
from clients.tui.screens.roster_acts import About
from clients.tui.screens.roster_form import RosterForm
from clients.tui.screens.roster_reading import read_tokens
from clients.tui.views.fields import Field, Kind, numbered
from clients.tui.views.pieces import BLANK, Line, Piece, heading, prose, strong
from clients.tui.views.roster_accounts import account_detail, token_state

# what a script of each sort needs; further root fields are written beside them
OPERATIONS_OF = {
    "BOARD": ("obligations", "boardTally", "changes"),
    "INCIDENTS": ("incidents", "incident"),
    "LEADS": ("reportLead",),
    "ROSTER": ("units", "appointments", "channels", "experts"),
}


class ShowingOnce(RosterForm):
    """Stays open after its act and shows a secret that is never shown again; y copies it."""

    BINDINGS: ClassVar = [("ctrl+y", "copy", "")]

    def __init__(self, about: Any) -> None:
        super().__init__(about)
        self.secret = ""
        self.told: tuple[tuple[str, str], ...] = ()

    def show_once(self, secret: str | None, *told: tuple[str, str]) -> None:
        """Show a secret with what goes with it; none came where the call was repeated."""
        self.secret = secret or t("rosters.shown_before")
        self.told = told
        self.say(t(f"{self.NAME}.done"))
        self.show_all()

    def beside(self, width: int) -> list[Line]:
        if not self.secret:
            return super().beside(width)
        rows = [heading(t("rosters.secret")), *prose(self.secret, width, "fg"), BLANK]
        for key, text in self.told:
            rows += [(strong(t(f"rosters.told.{key}")),), *prose(text, width, "fg"), BLANK]
        return [*rows, *prose(t("rosters.secret_once"), width, "near")]

    def action_copy(self) -> None:
        if self.secret:
            self.app.copy_to_clipboard(self.secret)
            self.say(t("form.copied"))

    def entered(self, row: str) -> None:
        # what was done is not done twice by a second Enter
        if row == "commit" and self.secret:
            self.say(t("rosters.shown_leave"))
        else:
            super().entered(row)


class TokenForm(ShowingOnce):
    """Makes an API token that may do what is chosen, at most what its owner may."""

    NAME = "roster.token"
    DOES = "create_api_token"
    LOCAL = ("may", "more", "expires")
    FIELDS = (
        Field(row="name", required=True),
        Field(row="may", kind=Kind.MANY, menu="operations"),
        Field(row="more"),
        Field(row="expires", kind=Kind.DAY, required=True),
    )

    def proposed(self) -> dict[str, str]:
        return {"expires": "+90"}

    def sendable(self) -> dict[str, Any] | None:
        sent = super().sendable()
        if sent is None:
            return None
        chosen = [field for one in self.taken.get("may", ()) for field in OPERATIONS_OF[one]]
        sent["operations"] = [*chosen, *self.split_text("more")]
        if not sent["operations"]:
            self.fault_at("may", t("roster.token.nothing"))
            return None
        day = date.fromisoformat(self.read(self.fields["expires"]))
        sent["expiresAt"] = f"{day}T00:00:00+08:00"
        return sent

    def refused_row(self, field: str | None) -> str:
        known = {"operations": "more", "expiresAt": "expires"}
        last = (field or "").rsplit(".", 1)[-1]
        return known.get(last) or super().refused_row(field)

    def committed(self, answer: dict[str, Any]) -> None:
        self.show_once(answer["secret"], ("name", answer["apiToken"]["name"]))


class RevokeTokenForm(RosterForm):
    """Ends one of the caller's tokens, after a second key."""

    NAME = "roster.token_revoke"
    DOES = "revoke_api_token"
    CONFIRMS = True

    @property
    def token(self) -> Token:
        found: Token = self.on.item
        return found

    def fixed(self) -> dict[str, Any]:
        return {"id": self.token.id}

    def question(self) -> str:
        return t("roster.token_revoke.confirm", name=self.token.name)

    def done(self, answer: dict[str, Any]) -> str:
        return t("roster.token_revoke.done", name=self.token.name)


class AccountForm(ShowingOnce):
    """Makes an account for the unit at hand; its secret or first password is shown once."""

    NAME = "roster.account"
    DOES = "create_account"
    LOCAL = ("password",)
    FIELDS = (
        Field(row="login", required=True),
        Field(row="name", required=True),
        Field(row="role", kind=Kind.CHOICE, menu="role", required=True),
        Field(row="password", kind=Kind.CHOICE, menu="yes", required=True, first="YES"),
    )

    def fixed(self) -> dict[str, Any]:
        return {"unit": self.unit.code, "withPassword": self.chosen_in("password") == "YES"}

    def committed(self, answer: dict[str, Any]) -> None:
        account = answer["account"]
        secret = answer["initialPassword"] or answer["secret"]
        self.show_once(secret, ("login", account["login"]))


class AboutAccount(RosterForm):
    """A form about the chosen account, which it shows."""

    @property
    def account(self) -> RosterAccount:
        found: RosterAccount = self.on.item
        return found

    def subject(self) -> tuple[Piece, ...]:
        return (strong(f"{self.account.name}  {self.account.login}"),)

    def fixed(self) -> dict[str, Any]:
        return {"accountId": self.account.id}

    def question(self) -> str:
        return t(f"{self.NAME}.confirm", name=self.account.name, login=self.account.login)

    def beside(self, width: int) -> list[Line]:
        shown = account_detail(self.account, None, self.now, width)
        return [*shown, BLANK, *prose(t(f"{self.NAME}.about"), width)]


class RevokeForm(AboutAccount):
    """Ends an account, after a second key."""

    NAME = "roster.account_revoke"
    DOES = "revoke_account"
    CONFIRMS = True

    def done(self, answer: dict[str, Any]) -> str:
        return t("roster.account_revoke.done", login=answer["account"]["login"])


class PasswordForm(ShowingOnce, AboutAccount):
    """Gives an account a first password anew; its sessions end."""

    NAME = "roster.password"
    DOES = "reset_password"
    CONFIRMS = True

    def committed(self, answer: dict[str, Any]) -> None:
        account = answer["account"]
        self.show_once(answer["initialPassword"], ("login", account["login"]))


class RevokeTokenOfForm(AboutAccount):
    """Ends a token of an account, chosen by digit, after a second key."""

    NAME = "roster.token_of"
    DOES = "revoke_api_token"
    CONFIRMS = True
    FIELDS = (Field(row="token", kind=Kind.CHOICE, sent="id", required=True),)

    def __init__(self, about: About) -> None:
        super().__init__(about)
        self.tokens: tuple[Code, ...] = ()

    def fixed(self) -> dict[str, Any]:
        return {}

    def on_mount(self) -> None:
        self.read_tokens()

    @work(exclusive=True, group="tokens", exit_on_error=False)
    async def read_tokens(self) -> None:
        """Read which tokens of the account still hold: those may be chosen."""
        try:
            found = await read_tokens(self.link, self.account.id)
        except (LinkDown, Refused, msgspec.ValidationError):
            self.say(t("rosters.tokens_unread"), grave=True)
            return
        hold = [one for one in found if token_state(one, self.now) == "holds"]
        self.tokens = numbered([(one.id, one.name) for one in hold])
        if not hold:
            self.say(t("rosters.no_tokens"))
        self.show_rows()

    def menu_of(self, row: str) -> tuple[Code, ...]:
        return self.tokens if row == "token" else super().menu_of(row)

    def question(self) -> str:
        chosen = next(one.title for one in self.tokens if one.code == self.chosen_in("token"))
        return t("roster.token_revoke.confirm", name=chosen)

    def done(self, answer: dict[str, Any]) -> str:
        return t("roster.token_revoke.done", name=answer["apiToken"]["name"])
