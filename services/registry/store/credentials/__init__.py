"""What is kept of credentials; secrets only as digests or slow hashes."""
