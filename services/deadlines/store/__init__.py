"""Every statement this service sends to its database, and the way to the registry."""
