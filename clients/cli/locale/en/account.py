"""Accounts."""

TEXTS = {
    "account.help": "Accounts: who can sign in, as what, and when last. Making, resetting and "
    "ending one is huiying act.",
    "account.list": "List the accounts of your territory: login, state, role, name, unit, day it "
    "was made, last signed in, id.\n\nThe id is for huiying act reset_password and huiying act "
    "revoke_account. Exit codes: 0 done, 1 refused, 75 out of reach for now.",
    "account.unit": "only this unit and all below it (code, name or initials)",
    "account.all": "those that ended too",
    "account.none": "There are no accounts.",
    "account.made": "made {day}",
    "account.signed_in": "signed in {when}",
    "account.tokens": "List the API tokens of an account, the newest first; huiying token revoke "
    "ends one.",
    "account.id": "the account's id (at the end of its line in huiying account list)",
    "account.no_tokens": "This account has no API tokens.",
}
