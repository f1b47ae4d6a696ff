// A page by Relay's own runtime: a list in two pages, a change, a customer anew, a deletion.
//
// node page.mjs <url> <key>

import relay from "relay-runtime";
import deskCustomer from "./__generated__/deskCustomer.graphql.js";
import deskCustomers from "./__generated__/deskCustomers.graphql.js";
import deskDelete from "./__generated__/deskDeleteMutation.graphql.js";
import deskNodeQuery from "./__generated__/deskNodeQuery.graphql.js";
import deskQuery from "./__generated__/deskQuery.graphql.js";
import deskRename from "./__generated__/deskRenameMutation.graphql.js";

const [url, key] = process.argv.slice(2);
const say = (name, value) => console.log(JSON.stringify({ [name]: value }));

async function ask({ text }, variables) {
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query: text, variables }) });
  return response.json();
}

const network = relay.Network.create(ask);
const environment = new relay.Environment({ network, store: new relay.Store(new relay.RecordSource()) });

// What React's hooks do: ask, keep, and look into the store through a fragment.
async function load(request, variables) {
  const operation = relay.createOperationDescriptor(request, variables);
  environment.retain(operation);
  await relay.fetchQuery(environment, request, variables, { fetchPolicy: "network-only" }).toPromise();
  return environment.lookup(operation.fragment).data;
}
const look = (fragment, ref) => environment.lookup(relay.getSelector(fragment, ref)).data;
const commit = (mutation, variables) =>
  new Promise((onCompleted, onError) =>
    relay.commitMutation(environment, { mutation, variables, onCompleted, onError }),
  );

const root = await load(deskQuery, { first: 2 });
const list = () => look(deskCustomers, root).customers;
const customers = () => list().edges.map(({ node }) => node);
const shown = (node) => {
  const { displayName, group } = look(deskCustomer, node);
  return { displayName, group: group?.name };
};
const names = () => customers().map((node) => shown(node).displayName);
say("first", names());

const { paginationRequest, paginationMetadata } = relay.getPaginationMetadata(deskCustomers, "page.mjs");
const { endCursor } = list().pageInfo;
await load(
  paginationRequest,
  relay.getPaginationVariables("forward", 2, endCursor, { first: 2 }, {}, paginationMetadata),
);
say("both", names());
const { totalCount: total, pageInfo } = list();
say("whole", { total, next: pageInfo.hasNextPage, by: paginationRequest.params.name });

const [first, second] = customers();
await commit(deskRename, { id: first.id, input: { lastName: "Lovelace" } });
say("renamed", shown(first));

const { refetchableRequest, identifierInfo } = relay.getRefetchMetadata(deskCustomer, "page.mjs");
await load(refetchableRequest, { [identifierInfo.identifierQueryVariableName]: second.id });
say("refetched", shown(second));

const { node } = await load(deskNodeQuery, { id: first.id });
say("node", { type: node.__typename, displayName: shown(node.customer).displayName });

const connections = [relay.ConnectionHandler.getConnectionID(relay.ROOT_ID, "desk_customers")];
await commit(deskDelete, { id: second.id, connections });
say("left", names());
