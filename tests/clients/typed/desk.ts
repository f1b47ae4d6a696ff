// A program of somebody whose compiler knows the schema: what it may ask, and what may come back.

import { graphql } from "./__generated__/operations/index.js";
import type { TypedDocumentString } from "./__generated__/operations/graphql.js";
import type { JobStatus } from "./__generated__/schema.js";

const CREATE = graphql(`
  mutation Create($input: CustomerInput!) {
    customerCreate(input: $input) {
      customer {
        id
        displayName
        phone { e164 }
        stats { totalPaid { amount currency } }
      }
      userErrors { code field existing { id } }
    }
  }
`);

const FETCH = graphql(`
  query Fetch($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      ... on Customer { createdAt group { name } }
      ... on Payment { amount { amount } }
    }
  }
`);

const FOLLOW = graphql(`
  subscription Follow($id: ID!) {
    jobProgress(id: $id) { id status }
  }
`);

type Asked<Data, Variables> = { document: TypedDocumentString<Data, Variables>; variables: Variables };

async function ask<Data, Variables>({ document, variables }: Asked<Data, Variables>): Promise<Data> {
  const response = await fetch(url, {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: JSON.stringify({ query: document.toString(), variables }),
  });
  const answer = (await response.json()) as { data?: Data; errors?: { message: string }[] };
  if (answer.data === undefined || answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data;
}

declare const process: { argv: string[] };
const [url, key] = process.argv.slice(2) as [string, string];

// Every state is told apart: one that the schema does not know, or that was forgotten here, is an error.
export function isOver(status: JobStatus): boolean {
  switch (status) {
    case "PENDING":
    case "RUNNING":
    case "WAITING_FOR_USER":
      return false;
    case "SUCCEEDED":
    case "SUCCEEDED_WITH_ERRORS":
    case "FAILED":
    case "CANCELED":
      return true;
  }
}

const { customerCreate } = await ask({ document: CREATE, variables: { input: { firstName: "Ada", phone: "0171 3920018" } } });
const { customer, userErrors } = customerCreate;
if (!customer) throw new Error(userErrors.map(({ code }) => code).join());

const { nodes } = await ask({ document: FETCH, variables: { ids: [customer.id] } });
const known = nodes.flatMap((node) => (node?.__typename === "Customer" ? [node.group?.name ?? "no group"] : []));
const paid: string[] = customer.stats.totalPaid.map(({ amount }) => amount);
console.log(JSON.stringify({ name: customer.displayName, phone: customer.phone?.e164, paid, known }));

// What the compiler has to refuse.
export const refused = () => [
  // @ts-expect-error: there is no such field
  ask({ document: CREATE, variables: { input: { nickname: "Ada" } } }),
  // @ts-expect-error: the variable is missing
  ask({ document: FOLLOW, variables: {} }),
  // @ts-expect-error: a phone may be null
  customer.phone.e164,
];
