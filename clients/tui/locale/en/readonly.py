"""A desk that only reads."""

TEXTS = {
    "readonly.why": "this desk only reads; to write, open it again without --readonly",
    "readonly.commit": "read-only: cannot be sent",
    "readonly.mark": "read-only",
}
