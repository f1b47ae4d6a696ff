// PostGraphile over the benchmark's database, tuned as its documentation says for production:
// NODE_ENV and GRAPHILE_ENV come from the caller, prepared statements are on by default,
// plans are not explained and answers are written as text.
import { createServer } from "node:http";
import { postgraphile } from "postgraphile";
import { grafserv } from "postgraphile/grafserv/node";
import { makePgService } from "postgraphile/adaptors/pg";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";

const [connectionString, port, poolSize] = process.argv.slice(2);

const preset = {
  extends: [PostGraphileAmberPreset],
  // It hides orderings that no index begins with; ours all begin with the merchant.
  disablePlugins: ["PgIndexBehaviorsPlugin"],
  pgServices: [
    makePgService({
      connectionString,
      schemas: ["public", "bench"],
      poolConfig: { max: Number(poolSize), min: Number(poolSize), idleTimeoutMillis: 0 },
      pubsub: false,
    }),
  ],
  grafast: { explain: false },
  grafserv: { graphiql: false, watch: false, outputDataAsString: true },
};

const server = createServer();
server.keepAliveTimeout = 60_000;
const instance = postgraphile(preset);
await instance.createServ(grafserv).addTo(server);
await instance.getSchema();
server.listen(Number(port), "127.0.0.1");
