"""How an account proves who it is: passwords, sessions, tokens, identities elsewhere."""
