// A certified issuer, set up as an operator would for Kontor: `node provider.mjs '{"port": 0, …}'`.
// It prints its address once it listens, and ends when nobody holds its input any more.
//
// settings: { port, keys: [private JWK], algorithm, people: { login: claims }, page, lifetime_s, clock_s }

import { createServer } from "node:http";

import { Provider } from "oidc-provider";

const settings = JSON.parse(process.argv[2]);
const { people, page } = settings;

// A machine whose clock is wrong: what it signs has ended, or has not begun yet.
const now = Date.now;
Date.now = () => now() + settings.clock_s * 1000;

const configuration = {
  jwks: { keys: settings.keys },
  cookies: { keys: ["of tests only"] },
  scopes: ["openid", "offline_access", "kontor"],
  clients: [
    {
      client_id: "kontor-app",
      redirect_uris: [page],
      token_endpoint_auth_method: "none", // a page keeps no secret; PKCE stands in for it
      grant_types: ["authorization_code", "refresh_token"],
      id_token_signed_response_alg: settings.algorithm,
    },
  ],
  clientBasedCORS: (_context, origin) => origin === new URL(page).origin,
  findAccount: (_context, login) =>
    login in people ? { accountId: login, claims: () => ({ sub: login, ...people[login] }) } : undefined,
  // The page may show its own token by mistake: it has all that the access token has.
  claims: { openid: ["sub", ...Object.values(people).flatMap(Object.keys)] },
  conformIdTokenClaims: false,
  extraTokenClaims: (_context, token) => people[token.accountId],
  features: {
    devInteractions: { enabled: true }, // takes any password
    resourceIndicators: {
      enabled: true,
      // Whoever names no API gets a token that only the issuer can read.
      defaultResource: () => undefined,
      useGrantedResource: () => true,
      getResourceServerInfo: (_context, resource) => ({
        scope: "kontor",
        audience: resource,
        accessTokenFormat: "jwt",
        accessTokenTTL: settings.lifetime_s,
        jwt: { sign: { alg: settings.algorithm } },
      }),
    },
  },
};

// The address is part of the configuration, and a free port is known only once it is taken.
const server = createServer();
server.listen(settings.port, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  server.on("request", new Provider(issuer, configuration).callback());
  console.log(issuer);
});
process.stdin.resume().on("end", () => process.exit());
