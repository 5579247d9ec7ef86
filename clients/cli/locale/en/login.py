"""Signing in and out."""

TEXTS = {
    "login.help": "Sign in; commands need no secret then. Without a way chosen: by browser "
    "where the office has an OpenID provider, else by password.",
    "login.for_desk": "Nobody is signed in here. Sign in first; the desk opens then.",
    "login.by_password": "by login name and password",
    "login.by_browser": "at the OpenID provider, in a browser on this machine",
    "login.by_device": "in a browser on another device",
    "login.one_way": "Choose one way to sign in.",
    "login.secret_first": "A secret file is set ({file}); commands go on using it first.",
    "login.done": "Signed in: {who} ({login})",
    "login.out": "Sign out on this machine; both services stop taking its tokens within seconds.",
    "login.ended": "Signed out.",
    "login.nobody": "Nobody is signed in here.",
    "login.password": "Change your own password; sign-ins elsewhere end.",
    "login.no_provider": "This system has no OpenID provider; sign in by password.",
    "login.ask_current": "Present password: ",
    "login.ask_login": "Login name: ",
    "login.ask_password": "Password: ",
    "login.initial": "This is a first password. Choose one of your own: 12 characters at least, "
    "and no common one.",
    "login.ask_new": "New password: ",
    "login.ask_again": "Once more: ",
    "login.not_same": "The two new passwords differ; nothing was changed.",
    "login.changed": "The password is changed, and all other sign-ins have ended.",
}
