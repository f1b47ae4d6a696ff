// A desk by urql: its cache of documents, questions by GET and by POST, a file, a stream.
//
// node desk.mjs <url> <key> <a file>

import { Client, cacheExchange, fetchExchange, gql } from "@urql/core";
import { openAsBlob } from "node:fs";
import { basename } from "node:path";

const [url, key, path] = process.argv.slice(2);
const say = (name, value) => console.log(JSON.stringify({ [name]: value }));

const methods = [];
const counting = (address, options) => (methods.push(options.method ?? "GET"), fetch(address, options));

const client = new Client({
  url,
  fetch: counting,
  fetchOptions: { headers: { Authorization: `Bearer ${key}` } },
  exchanges: [cacheExchange, fetchExchange],
  fetchSubscriptions: true,
  preferGetMethod: false,
});

const CUSTOMERS = gql`
  query Customers($query: String) {
    customers(first: 5, query: $query) { nodes { id displayName } }
  }
`;
const RENAME = gql`
  mutation Rename($id: ID!, $name: String!) {
    customerUpdate(id: $id, input: { lastName: $name }) { customer { id displayName } userErrors { code } }
  }
`;
const UPLOAD = gql`
  mutation Upload($file: Upload!) {
    customerImportCreate(source: { file: $file }) { customerImport { fileName } userErrors { code } }
  }
`;
const CHANGED = gql`
  subscription Changed { customerChanged { id displayName } }
`;

const ask = (variables = {}, options) => client.query(CUSTOMERS, variables, options).toPromise();
const names = ({ data }) => data.customers.nodes.map(({ displayName }) => displayName);

const first = await ask();
say("first", names(first));
await ask();
say("asked", methods.splice(0));

const [{ id }] = first.data.customers.nodes;
await client.mutation(RENAME, { id, name: "Lovelace" }).toPromise();
say("renamed", names(await ask()));
say("asked", methods.splice(0));

say("by GET", names(await ask({ query: "lovelace" }, { preferGetMethod: "force" })));
say("asked", methods.splice(0));

const file = new File([await openAsBlob(path)], basename(path));
const { data } = await client.mutation(UPLOAD, { file }).toPromise();
say("uploaded", data.customerImportCreate.customerImport.fileName);

const refused = await client.query("{ customers { nothing } }", {}).toPromise();
say("refused", refused.error.graphQLErrors.map(({ extensions }) => extensions.code));

const changed = new Promise((resolve) => {
  const { unsubscribe } = client.subscription(CHANGED, {}).subscribe(({ data: event }) => {
    if (event) resolve([event.customerChanged.displayName, unsubscribe]);
  });
});
// The subscription begins at the server's first look, which nothing tells: so another name until it hears one.
let count = 0;
const renaming = setInterval(() => client.mutation(RENAME, { id, name: `King ${++count}` }).toPromise(), 300);
const [name, unsubscribe] = await changed;
clearInterval(renaming);
unsubscribe();
say("changed", name.replace(/ \d+$/, ""));
