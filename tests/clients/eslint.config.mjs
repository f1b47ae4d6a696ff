// What is asked of the printed schema. A rule that is not followed in full says why.

import eslint from "@graphql-eslint/eslint-plugin";
import { fileURLToPath } from "node:url";

const SCHEMA = fileURLToPath(new URL("../../schema/schema.graphql", import.meta.url));

const EVERYTHING = {
  types: true,
  DirectiveDefinition: true,
  EnumValueDefinition: true,
  FieldDefinition: true,
  InputValueDefinition: true,
};

// They live and go with what holds them, so that a cache keeps them there: nobody asks for one by an id.
const WITHOUT_ID = {
  suffixes: [
    ...["Connection", "Edge", "Payload"],
    ...["Counts", "Facets", "Stats", "Readiness", "Failure", "UserError", "Issue", "Count"],
  ],
  types: [
    ...["Actor", "Viewer", "Money", "Phone", "PostalAddress", "PageInfo", "Progress", "RequestHeader"],
    ...["ContactPreference", "CustomFieldValue", "CustomerBulkRow", "DuplicateCandidate", "GroupMove"],
    ...["FieldChange", "FileDialect", "ImportCell", "ImportColumn", "ImportOptions", "ImportPlan"],
    ...["ImportRow", "ImportUndoState", "UndoKept", "PaymentEvent", "BatchPreflight", "Delivery"],
    ...["MessageTag", "RenderedMessage", "TemplateVariant", "WebhookAttempt"],
  ],
};

// Single findings that stay, by what the linter says of them.
const STAYS = new Set([
  // It is a part of GraphQL, described there; it is printed for tools that do not know it yet.
  'Description is required for directive "oneOf"',
  // It leads to a PaymentRequest, and is called like that.
  'Field "paymentRequest" starts with the name of the parent type "Payment"',
]);

const butNotWhatStays = {
  preprocess: (text) => [text],
  postprocess: ([findings]) => findings.filter(({ message }) => !STAYS.has(message)),
};

export default [
  {
    files: ["**/*.graphql"],
    languageOptions: {
      parser: eslint.parser,
      parserOptions: { graphQLConfig: { schema: SCHEMA } },
    },
    plugins: { "@graphql-eslint": eslint },
    processor: butNotWhatStays,
    rules: {
      ...eslint.configs["flat/schema-recommended"].rules,
      ...eslint.configs["flat/schema-relay"].rules,

      // More than the recommended set asks: fields, arguments and values of enums as well.
      "@graphql-eslint/require-description": ["error", EVERYTHING],
      "@graphql-eslint/no-scalar-result-type-on-mutation": "error",
      "@graphql-eslint/strict-id-in-types": ["error", { exceptions: WITHOUT_ID }],

      // A record is given as `input`, the same to make and to change it; what else a mutation needs stands
      // beside it by its name, where a reader of the operation sees it. So not one input a mutation.
      "@graphql-eslint/input-name": "off",

      // A timeline is read from its newest event on: Relay asks for one direction at least.
      "@graphql-eslint/relay-arguments": ["error", { includeBoth: false }],

      // Short lists that are always wanted whole, such as the errors of a mutation, have no pages; and some
      // that have pages are of what nobody asks for by an id, such as the rows of a file.
      "@graphql-eslint/relay-edge-types": [
        "error",
        { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false },
      ],

      // AND, OR and NOT are written large, to be told from the fields beside them.
      "@graphql-eslint/naming-convention": [
        "error",
        {
          ...eslint.configs["flat/schema-recommended"].rules["@graphql-eslint/naming-convention"][1],
          InputValueDefinition: { style: "camelCase", ignorePattern: "^(AND|OR|NOT)$" },
        },
      ],
    },
  },
];
