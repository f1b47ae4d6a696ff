// What a page asks, in Relay's words; relay-compiler makes __generated__ of it.

import { graphql } from "relay-runtime";

graphql`
  query deskQuery($first: Int!) {
    ...deskCustomers @arguments(first: $first)
  }
`;

graphql`
  fragment deskCustomers on Query
  @refetchable(queryName: "deskMoreQuery")
  @argumentDefinitions(first: { type: "Int!" }, after: { type: "String" }) {
    customers(first: $first, after: $after) @connection(key: "desk_customers") {
      totalCount
      edges {
        node {
          id
          ...deskCustomer
        }
      }
    }
  }
`;

graphql`
  fragment deskCustomer on Customer @refetchable(queryName: "deskCustomerQuery") {
    displayName
    version
    group {
      name
    }
  }
`;

graphql`
  query deskNodeQuery($id: ID!) {
    node(id: $id) {
      __typename
      ...deskCustomer @alias(as: "customer")
    }
  }
`;

graphql`
  mutation deskRenameMutation($id: ID!, $input: CustomerInput!) {
    customerUpdate(id: $id, input: $input) {
      customer {
        ...deskCustomer
      }
      userErrors {
        code
      }
    }
  }
`;

graphql`
  mutation deskDeleteMutation($id: ID!, $connections: [ID!]!) {
    customerDelete(id: $id) {
      deletedId @deleteEdge(connections: $connections)
    }
  }
`;

