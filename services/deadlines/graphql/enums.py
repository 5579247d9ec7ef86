"""How the domain's enumerations become those of the schema."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

import strawberry


def described_enum(cls: type[Enum], description: str, values: Mapping[Any, str]) -> None:
    """Make a domain enumeration one of the schema, each value described."""
    strawberry.enum(cls, description=description)
    definition: Any = cls.__strawberry_definition__  # type: ignore[attr-defined] # set by the line above
    for value in definition.values:
        value.description = values[cls[value.name]]
