/**
 * `npx tsx --tsconfig tests/tsconfig.json tests/compat/make-golden-documents.ts`: writes a golden document for every
 * kind and schema number that has none. Existing ones are never touched: they are what older versions wrote.
 */
import { access, writeFile } from "node:fs/promises";
import { documentKinds } from "#shared/documents/kinds";
import { startAutomerge } from "#tests/support/automerge";
import { makeGolden } from "./golden-document";

await startAutomerge();
for (const [kind, declared] of Object.entries(documentKinds)) {
  const path = new URL(`../fixtures/golden-documents/${kind}-${declared.schema}.json`, import.meta.url);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere) continue;
  await writeFile(path, `${JSON.stringify(makeGolden(kind, declared), null, 1)}\n`);
  console.log(`made ${kind}-${declared.schema}`);
}
