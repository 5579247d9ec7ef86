"""What waits to be sent (outbox)."""

TEXTS = {
    "outbox.waits": "{n} to send",
    "outbox.back": "{n} sent back",
    "outbox.offer.title": " Keep it to send later? ",
    "outbox.offer.away": "The deadlines service is away, this cannot be sent now:",
    "outbox.offer.unknown": "No answer. It may be written; sending again never writes it twice:",
    "outbox.offer.hint": "y or Ctrl+Y keeps it, it is sent once the service is back. "
    "Enter tries again now, Esc goes back to the form.",
    "outbox.already": "One about this duty waits to be sent already, no need for another.",
    "outbox.kept": "Kept, to be sent once the service is back: {sentence}",
    "outbox.unsaved": "The disk refused it: please note it on paper, then press Enter again.",
    "outbox.sent": "{n} kept acts were sent",
    "outbox.sent.one": "Sent what was kept: {sentence}",
    "outbox.refused": "{n} kept acts were sent back: {said}",
    "outbox.says.act": "An act",
    "outbox.says.fulfil": "{at} {title} done: {note}",
    "outbox.says.release": "{at} {form}: {title}",
    "outbox.says.contact": "{at} reached {by} by {means}, {unit}",
    "outbox.says.intake": "Incident: {title}",
    "outbox.says.accept": "Accept: {title}",
}
