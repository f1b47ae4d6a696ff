// The page is GraphiQL with a key bar above it; a new key gives it a new fetcher, so it introspects again.

import { createFetcher } from "./fetcher.js";
import { openKeyBar, showKeyState } from "./key_bar.js";
import { loadTexts } from "./texts.js";

const [texts, sample] = await Promise.all([loadTexts(), loadSample()]);
const root = ReactDOM.createRoot(document.getElementById("graphiql"));
let keyInUse;

document.title = texts.title;
openKeyBar(texts, useKey);

async function loadSample() {
  return (await fetch(new URL("sample.graphql", import.meta.url))).text();
}

function useKey(key) {
  keyInUse = key;
  showKeyState(texts, key === "" ? "missing" : "asking");
  // A late answer to an earlier key says nothing about this one.
  const hear = (state) => key === keyInUse && showKeyState(texts, state);
  root.render(
    React.createElement(GraphiQL, {
      fetcher: createFetcher(key, texts.key_missing, hear),
      schema: key === "" ? null : undefined, // null: do not introspect yet
      defaultQuery: sample,
      shouldPersistHeaders: false,
      // Queries and variables name customers: they are forgotten with the tab, as the key is.
      storage: sessionStorage,
    }),
  );
}
