"""The configuration file."""

TEXTS = {
    "config.secret": "The secret file {file} cannot be read: {reason}.",
    "config.toml": "The configuration file {file} is faulty: {error}.",
}
