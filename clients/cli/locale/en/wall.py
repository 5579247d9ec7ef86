"""The wall screen."""

TEXTS = {
    "wall.help": "Show the board in a browser, on a wall; it only reads.\n\n"
    "It serves this machine's loopback address only and has no sign-in: to let other machines see"
    " it, put it behind a proxy that has sign-in and https and passes WebSockets on, and name"
    " the address that browsers use with --public-url. The page's fonts and scripts come from this"
    " machine; it asks no other address. It wants a token that only reads:"
    " huiying token create wall --board > wall.secret, then"
    " HUIYING_SECRET_FILE=wall.secret.\n\nExit codes: 0 stopped, 1 refused, 75 out of reach for"
    " now.",
    "wall.host": "address to listen on",
    "wall.port": "port to listen on",
    "wall.public_url": "address that browsers use, such as https://wall.example.gov.cn; where it"
    " listens when not given",
    "wall.screens": "how many screens at once; each takes some 70 MB of memory",
    "wall.any_token": "take a sign-in that may write, too (better not); the page only reads all"
    " the same",
    "wall.missing": "WALL_NOT_INSTALLED: what the wall needs is not installed; run"
    " pip install 'huiying[wall]'.",
    "wall.writes": "WALL_MAY_WRITE: this sign-in may write and has no place on a wall. Make a"
    " token that only reads: huiying token create wall --board",
    "wall.serving": "Wall screen: {address} (it only reads; Ctrl-C stops it)",
    "wall.page.title": "huiying · wall screen",
    "wall.page.lost": "The line is lost, and what follows is no longer updated. Lost at",
    "wall.page.back": "Reconnecting by itself …",
}
