// Runs one operation by the client of the protocol's own author; each result is a line, then how it ended.
//
// node follow.mjs ws|sse <url> <key> <query> <variables as JSON> [<after how many results to leave>]

import * as sse from "graphql-sse";
import * as ws from "graphql-ws";

const [protocol, url, key, query, variables, enough = "Infinity"] = process.argv.slice(2);
const headers = { Authorization: `Bearer ${key}`, "Accept-Language": "en" };

const client =
  protocol === "ws"
    ? ws.createClient({ url, connectionParams: headers, retryAttempts: 0 })
    : sse.createClient({ url, headers, retryAttempts: 0 });

const say = (name, value) => console.log(JSON.stringify({ [name]: value }));

try {
  let count = 0;
  for await (const result of client.iterate({ query, variables: JSON.parse(variables) })) {
    say("result", result);
    if (++count >= Number(enough)) break;
  }
  say("end", null);
} catch (error) {
  if (Array.isArray(error)) say("errors", error);
  else say("failed", { code: error.code ?? error.response?.status, reason: error.reason ?? error.message });
}
await client.dispose();
