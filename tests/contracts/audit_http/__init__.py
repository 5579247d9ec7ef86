"""The audits of the npm package graphql-http against a served schema."""
