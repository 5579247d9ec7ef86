"""What all forms say."""

TEXTS = {
    "label.cells": "10",
    "form.label.cells": "9",
    "form.busy": " sending ",
    "form.link_down": "No answer; it may be written. Enter tries again and never writes it twice.",
    "form.offline": "The deadlines service is down; nothing was sent. "
    "Press Enter again once it is back.",
    "form.down.waits": "{service} down: fill it in; it is kept, and sent once the service is back.",
    "form.down.not": "{service} down: this depends on how things stand now and cannot wait.",
    "form.reading": "Reading the incident",
    "form.known": "Service down: the incident is shown as read at {at}.",
    "form.restored": "Draft of {at} restored; go on. Ctrl+R begins anew.",
    "form.blank": "Begun anew.",
    "form.joined": "The {n} lines pasted were joined into one; please check.",
    "form.copied": "Copied",
    "confirm.title": " Please confirm ",
    "confirm.hint": "y or Ctrl+Y confirms, Esc does not. Enter does nothing.",
}
