// Lints a file of a schema; each finding is a line.
//
// node lint.mjs <file>

import { ESLint } from "eslint";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const [file] = process.argv.slice(2);
const overrideConfigFile = fileURLToPath(new URL("eslint.config.mjs", import.meta.url));
const linter = new ESLint({ cwd: dirname(file), overrideConfigFile });

for (const { messages } of await linter.lintFiles([file]))
  for (const { line, ruleId, message } of messages)
    console.log(JSON.stringify({ line, rule: ruleId?.replace("@graphql-eslint/", ""), message }));
