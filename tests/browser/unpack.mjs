// The package holds Chromium, the libraries it needs and a font as Brotli; they are unpacked beside it, not in /tmp.

import { mkdirSync, renameSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { inflate } from "@sparticuz/chromium";

const packed = fileURLToPath(new URL("node_modules/@sparticuz/chromium/bin/", import.meta.url));
const unpacked = fileURLToPath(new URL("node_modules/.chromium", import.meta.url));
const unfinished = `${unpacked}.unfinished`;

rmSync(unfinished, { recursive: true, force: true });
mkdirSync(unfinished);
process.env.TMPDIR = unfinished; // where `inflate` writes to
for (const archive of ["al2023.tar.br", "fonts.tar.br", "chromium.br"]) {
  await inflate(packed + archive);
}
// Only now may it be found: half of an interrupted run would pass for the whole.
rmSync(unpacked, { recursive: true, force: true });
renameSync(unfinished, unpacked);
