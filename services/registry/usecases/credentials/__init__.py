"""Signing in and out, and the credentials that one signs in with."""
