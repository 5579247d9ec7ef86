"""Who is calling and what they may do; the rest of a service imports both from here."""

from services.kit.principals import (
    ANY_ROLE,
    PUBLIC,
    Codes,
    Decision,
    Place,
    Policy,
    Principal,
    Reach,
    Role,
    Rule,
    may,
)
from services.kit.tokens import (
    KeySource,
    LocalKeys,
    TokenIssuer,
    TokenVerifier,
    Unauthenticated,
    new_secret,
    secret_digest,
)

__all__ = [
    "ANY_ROLE",
    "PUBLIC",
    "Codes",
    "Decision",
    "KeySource",
    "LocalKeys",
    "Place",
    "Policy",
    "Principal",
    "Reach",
    "Role",
    "Rule",
    "TokenIssuer",
    "TokenVerifier",
    "Unauthenticated",
    "may",
    "new_secret",
    "secret_digest",
]
