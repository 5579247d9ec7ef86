// Serves the npm package oidc-provider on a free port of this machine, with its own pages for
// signing in, and prints {"issuer"} when it listens. Whoever signs in is taken at their word.
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const accounts = (ctx, id) => ({ accountId: id, claims: async () => ({ sub: id }) });

const server = createServer((request, answer) => handle(request, answer));
let handle;

server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "huiying",
        application_type: "native",
        token_endpoint_auth_method: "none",
        redirect_uris: ["http://127.0.0.1/callback"],
        grant_types: ["authorization_code", "urn:ietf:params:oauth:grant-type:device_code"],
        response_types: ["code"],
        id_token_signed_response_alg: process.env.ID_TOKEN_ALG ?? "RS256",
      },
    ],
    findAccount: accounts,
    features: { devInteractions: { enabled: true }, deviceFlow: { enabled: true } },
    pkce: { required: () => true },
    enabledJWA: { idTokenSigningAlgValues: ["RS256", "ES256", "EdDSA"] },
    cookies: { keys: ["a key of an audit"] },
    jwks: { keys: JSON.parse(process.env.KEYS) },
  });
  handle = provider.callback();
  console.log(JSON.stringify({ issuer }));
});

process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
