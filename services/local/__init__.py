"""The whole system on one machine: PostgreSQL, both services, the job loop and the demo data."""
