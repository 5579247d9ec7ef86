// Runs every audit of graphql-http against AUDIT_URL with the bearer token AUDIT_TOKEN and prints
// one line of JSON each: {"id", "name", "status", "reason"}.
import { serverAudits } from "graphql-http";

const authorization = `Bearer ${process.env.AUDIT_TOKEN}`;

function fetchFn(url, init = {}) {
  return fetch(url, { ...init, headers: { ...init.headers, authorization } });
}

for (const audit of serverAudits({ url: process.env.AUDIT_URL, fetchFn })) {
  const { status, reason } = await audit.fn();
  console.log(JSON.stringify({ id: audit.id, name: audit.name, status, reason }));
}
