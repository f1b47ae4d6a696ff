// Asks a server for its schema and generates the types of all of it, and of the operations in desk.ts.
//
// node codegen.mjs <url> <key>

import { generate } from "@graphql-codegen/cli";
import { fileURLToPath } from "node:url";

const [url, key] = process.argv.slice(2);
const here = fileURLToPath(new URL(".", import.meta.url));

const config = {
  enumsAsTypes: true,
  strictScalars: true,
  scalars: {
    ...Object.fromEntries(
      ["CountryCode", "CurrencyCode", "DateTime", "Locale", "PhoneNumber", "URL"].map((name) => [name, "string"]),
    ),
    Date: "string",
    Decimal: { input: "string | number", output: "string" },
    JSON: "unknown",
    Upload: { input: "File", output: "never" },
  },
};

await generate(
  {
    cwd: here,
    silent: true,
    schema: [{ [url]: { headers: { Authorization: `Bearer ${key}` } } }],
    documents: ["desk.ts"],
    generates: {
      "__generated__/schema.ts": { plugins: ["typescript"], config },
      "__generated__/operations/": {
        preset: "client",
        presetConfig: { fragmentMasking: false },
        config: { ...config, documentMode: "string", useTypeImports: true, emitLegacyCommonJSImports: false },
      },
    },
  },
  true,
);
