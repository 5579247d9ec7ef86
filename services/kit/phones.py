"""Telephone numbers as those see them who may not see them."""


def masked(phone: str | None) -> str | None:
    """Return the number with its middle hidden: first three and last four characters stay."""
    if phone is None:
        return None
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 9 else "****"
