"""Signing in through the npm package oidc-provider, with the real registry and the real command."""
