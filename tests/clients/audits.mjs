// Asks everything that the authors of `graphql-http` ask of a server; each audit is a line.
//
// node audits.mjs <url> <key>

import { serverAudits } from "graphql-http";

const [url, key] = process.argv.slice(2);
const withKey = (address, options) =>
  fetch(address, { ...options, headers: { ...options?.headers, Authorization: `Bearer ${key}` } });

for (const audit of serverAudits({ url, fetchFn: withKey })) {
  const { name, status, reason } = await audit.fn();
  console.log(JSON.stringify({ name, status, reason }));
}
