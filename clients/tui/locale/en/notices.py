"""Notices: who was told, whether it arrived, and what is done about it."""

TEXTS = {
    "notices.title": " Reminders ",
    "notices.keys": (
        "Enter open|a acknowledge|t route|h hold|r resume|1-3 tab|/ filter|g go to|Esc back"
    ),
    "notices.keys.narrow": (
        "Enter open|a acknowledge|t route|h hold|r resume|1-3 tab|/ filter|Esc back"
    ),
    "notices.empty.waiting": "No reminder waits to be acknowledged.",
    "notices.empty.unrouted": "Every reminder has somewhere to go.",
    "notices.empty.held": "Reminders are not on hold. Delivery is told at the side.",
    "notices.tab.waiting": "not acknowledged",
    "notices.tab.unrouted": "no route",
    "notices.tab.held": "holds and delivery",
    "notices.head.colour": "Colour",
    "notices.head.at": "Sent",
    "notices.head.told": "Told",
    "notices.head.sent": "State",
    "notices.head.unit": "Unit",
    "notices.head.subject": "Reminder",
    "notices.head.count": "No.",
    "notices.head.oldest": "Oldest",
    "notices.head.gravest": "Gravest",
    "notices.head.begins": "From",
    "notices.head.until": "Until",
    "notices.head.scope": "Area",
    "notices.head.actor": "By",
    "notices.head.why": "Reason",
    "notices.cells.colour": "6",
    "notices.cells.told": "12",
    "notices.cells.sent": "8",
    "notices.cells.count": "3",
    "notices.colour.RED": "red",
    "notices.colour.ORANGE": "orange",
    "notices.colour.YELLOW": "yellow",
    "notices.colour.BLUE": "blue",
    "notices.sent.unrouted": "no route",
    "notices.sent.delivered": "arrived",
    "notices.sent.stuck": "stuck",
    "notices.sent.waiting": "on way",
    "notices.to": "Told",
    "notices.of_unit": "Unit",
    "notices.at": "Sent",
    "notices.words": "What was sent",
    "notices.unrouted.long": (
        "No route: the unit has no address. Call them, then press t to enter one."
    ),
    "notices.delivered": "arrived {at}",
    "notices.stuck": "failed {n} [time|times], still tried",
    "notices.tried": "not arrived, tried {n} [time|times]",
    "notices.climbed": "The one told before did not acknowledge it; it climbed to here.",
    "notices.climbs": "Climbs to the next at {at} unless it is acknowledged.",
    "notices.told_of": "Reminded of {title}",
    "notices.noted": "acknowledged {at}",
    "notices.not_noted": "not acknowledged",
    "notices.unit_unrouted": (
        "{n} [reminder has|reminders have] no route. Call first, then press t to enter an address."
    ),
    "notices.waiting_for_route": "Waiting for a route",
    "notices.no_routes": "no address",
    "notices.route.WEBHOOK": "webhook",
    "notices.route.EMAIL": "mail",
    "notices.route.WECOM": "WeCom",
    "notices.route.DINGTALK": "DingTalk",
    "notices.route.FEISHU": "Feishu",
    "notices.route.none": "route",
    "notices.route.stopped": "stopped",
    "notices.route.signed": "signed",
    "notices.route.drills": "drills too",
    "notices.never": "never",
    "notices.sweep.ok": "Due checks run; the last at {at}.",
    "notices.sweep.down": (
        "Due checks have stopped, the last at {at}. There are no new reminders: watch the "
        "limits yourself."
    ),
    "notices.leaving.ok": "Delivery works.",
    "notices.leaving.down": "Delivery does not work: what was sent may not have arrived.",
    "notices.leaving.waiting": "On way",
    "notices.leaving.stuck": "Stuck",
    "notices.leaving.unrouted": "No route",
    "notices.leaving.held": "Held",
    "notices.leaving.waiting.is": "being sent",
    "notices.leaving.stuck.is": "failed again and again",
    "notices.leaving.unrouted.is": "have no address",
    "notices.leaving.held.is": "wait for the end of a hold",
    "notices.hold.span": "Held from {begins} until {until}",
    "notices.hold.meaning": (
        "Limits run on; afterwards everybody gets one digest and nothing is lost. r resumes "
        "earlier."
    ),
    "notices.not_on_board": "This duty is no longer on the board.",
    "notices.choose_notice": "Select a reminder in the first tab.",
    "notices.not_held": "Nothing is held now.",
    "notice_note.title": " Acknowledge ",
    "notice_note.commit": " Acknowledge ",
    "notice_note.done": "Acknowledged.",
    "notice_note.about": "It climbs no further. Everybody acknowledges their own.",
    "notice_note.row.means": "Means",
    "notice_note.hint.means": "how the person was told, where you record it for them: by phone",
    "notice_note.hint.commit": "Enter acknowledges; for somebody else, Up and say by what means",
    "notice_route.title": " Route of reminders ",
    "notice_route.commit": " Save ",
    "notice_route.done": "The route is saved; reminders sent after: {n}.",
    "notice_route.about": (
        "Saving the same address again changes it. The secret is never shown; "
        "empty keeps the one that is there."
    ),
    "notice_route.now": "{name} has now",
    "notice_route.row.unit": "Unit",
    "notice_route.row.kind": "Means",
    "notice_route.row.target": "Address",
    "notice_route.row.secret": "Secret",
    "notice_route.row.flags": "Options",
    "notice_route.hint.target": "an address of the web, or a mailbox",
    "notice_route.hint.secret": "signs what is sent; may stay empty",
    "notice_route.flag.drills": "drills too",
    "notice_route.flag.stop": "stop it",
    "notice_hold.title": " Hold reminders ",
    "notice_hold.commit": " Hold ",
    "notice_hold.done": "Held; it ends by itself.",
    "notice_hold.about": (
        "Reminders of your territory wait, 24 hours at most. Limits run on and nothing overdue is "
        "excused; afterwards everybody gets one digest."
    ),
    "notice_hold.row.until": "Until",
    "notice_hold.row.reason": "Reason",
    "notice_hold.hint.reason": "a power cut, an upgrade; kept with it",
    "notice_lift.title": " Resume reminders ",
    "notice_lift.commit": " Resume ",
    "notice_lift.done": "Resumed; what was held goes out as digests.",
    "notice_lift.about": "The hold ends now; what was held goes out, one digest a person.",
    "notice_lift.hint.commit": "Enter resumes",
    "notices.unrouted.ask": "Nothing could be sent: the unit has no address. "
    "Call, and ask the duty chief to enter one.",
    "notices.unit_unrouted.ask": (
        "{n} [reminder has|reminders have] no route. Call first, then ask the duty chief to "
        "enter an address."
    ),
    "notices.route.not_yours": "Only the duty chief or the roster administrator enters "
    "addresses; please tell them.",
}
