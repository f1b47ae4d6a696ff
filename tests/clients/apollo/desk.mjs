// A desk by Apollo Client: its cache, its pages, a file.
//
// node desk.mjs <url> <key> <a file>

import { ApolloClient, ApolloLink, InMemoryCache, gql } from "@apollo/client";
import { relayStylePagination } from "@apollo/client/utilities";
import UploadHttpLink from "apollo-upload-client/UploadHttpLink.mjs";
import { openAsBlob } from "node:fs";
import { basename } from "node:path";

const [url, key, path] = process.argv.slice(2);
const say = (name, value) => console.log(JSON.stringify({ [name]: value }));

let asked = 0;
const counting = new ApolloLink((operation, forward) => ((asked += 1), forward(operation)));
const sending = new UploadHttpLink({ uri: url, headers: { Authorization: `Bearer ${key}` } });

const client = new ApolloClient({
  link: counting.concat(sending),
  cache: new InMemoryCache({
    typePolicies: { Query: { fields: { customers: relayStylePagination(["where", "query", "sortBy"]) } } },
  }),
});

const CUSTOMERS = gql`
  query Customers($after: String) {
    customers(first: 2, after: $after) {
      totalCount
      edges { cursor node { id displayName } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
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
const REFUSED = gql`
  query Refused { customer(id: "nothing") { nickname } }
`;

const kept = () => client.readQuery({ query: CUSTOMERS }).customers;
const names = () => kept().edges.map(({ node }) => node.displayName);

const list = client.watchQuery({ query: CUSTOMERS });
list.subscribe({});
await list.refetch();
say("first", names());

await list.fetchMore({ variables: { after: kept().pageInfo.endCursor } });
say("both", names());

const { id } = kept().edges[0].node;
await client.mutate({ mutation: RENAME, variables: { id, name: "Lovelace" } });
say("renamed", names());

asked = 0;
const { data: again } = await client.query({ query: CUSTOMERS });
say("kept", { names: again.customers.edges.length, asked });

const file = new File([await openAsBlob(path)], basename(path));
const { data: uploaded } = await client.mutate({ mutation: UPLOAD, variables: { file } });
say("uploaded", uploaded.customerImportCreate.customerImport.fileName);

const refused = await client.query({ query: REFUSED }).catch((error) => error);
say("refused", { is: refused.name, codes: refused.errors?.map(({ extensions }) => extensions.code) });

client.stop();
