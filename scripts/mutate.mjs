/**
 * Mutation run over the code that decides who may do what: `npm run mutate`. Breaks one thing at a time in a copy of
 * the repository and runs the tests named for that file; a mutant that no test notices is printed as a survivor.
 *
 *   npm run mutate -- [--only <part of a path>] [--every <n>] [--jobs <n>] [--json <file>]
 */
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("..", import.meta.url));
const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
};

const membershipTests = ["tests/unit/membership", "tests/property/membership-model.test.ts"];
const gateTests = ["tests/unit/protocol", "tests/unit/gate", "tests/property/gate-order.test.ts"];
const membership = (name) => [`shared/protocol/membership/${name}.ts`, membershipTests];
const gate = (name) => [`shared/protocol/gate/${name}.ts`, gateTests];
const targets = [
  ...["acts", "apply-device", "apply-entry", "authority", "batch", "chain", "cow-map", "entry-graph"].map(
    membership,
  ),
  ...["fold", "grants", "log-entry", "pending", "rights-table", "roles", "sequencing", "signers"].map(
    membership,
  ),
  ...["state-draft", "strong-removal"].map(membership),
  ...["change-order", "judge-chunks", "judge-push", "read-chunk"].map(gate),
  ["shared/protocol/cards.ts", gateTests],
  ["shared/protocol/tips.ts", ["tests/unit/protocol", "tests/compat/vectors.test.ts"]],
  ["shared/kernel/signature.ts", ["tests/unit/kernel", "tests/compat/vectors.test.ts"]],
];

const swaps = new Map([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, "!=="],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, "==="],
  [ts.SyntaxKind.LessThanToken, "<="],
  [ts.SyntaxKind.LessThanEqualsToken, "<"],
  [ts.SyntaxKind.GreaterThanToken, ">="],
  [ts.SyntaxKind.GreaterThanEqualsToken, ">"],
  [ts.SyntaxKind.AmpersandAmpersandToken, "||"],
  [ts.SyntaxKind.BarBarToken, "&&"],
  [ts.SyntaxKind.PlusToken, "-"],
  [ts.SyntaxKind.MinusToken, "+"],
]);

/** Every single change worth trying in a file: where, how long, and what stands there instead. */
const mutantsOf = (path) => {
  const text = readFileSync(join(root, path), "utf8");
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found = [];
  const add = (node, by) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    found.push({ path, start: node.getStart(), end: node.getEnd(), by, line: line + 1, was: node.getText() });
  };
  const visit = (node) => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isImportDeclaration(node)) return;
    if (ts.isBinaryExpression(node)) {
      const by = swaps.get(node.operatorToken.kind);
      if (by !== undefined) add(node.operatorToken, by);
    }
    if (ts.isIfStatement(node)) for (const by of ["true", "false"]) add(node.expression, by);
    if (ts.isConditionalExpression(node)) for (const by of ["true", "false"]) add(node.condition, by);
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
      add(node, node.operand.getText());
    if (node.kind === ts.SyntaxKind.TrueKeyword) add(node, "false");
    if (node.kind === ts.SyntaxKind.FalseKeyword) add(node, "true");
    if (
      ts.isExpressionStatement(node) &&
      (ts.isCallExpression(node.expression) || ts.isBinaryExpression(node.expression))
    ) {
      add(node, ";");
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
};

/** A working copy of what is committed, in which files may be broken. */
const makeCopy = () => {
  const copy = mkdtempSync(join(tmpdir(), "eventkit-mutate-"));
  execFileSync("git", ["clone", "-q", root, copy]);
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  return copy;
};

/** Resolves to whether some test noticed. An endless loop counts as noticed. */
const isKilled = (copy, { path, start, end, by }, tests) =>
  new Promise((resolve) => {
    const file = join(copy, path);
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.slice(0, start) + by + text.slice(end));
    const child = spawn("npx", ["vitest", "run", "--project", "node", "--bail", "1", ...tests], {
      cwd: copy,
      stdio: "ignore",
      timeout: 120_000,
      env: { ...process.env, MEMBERSHIP_SEEDS: "400" },
    });
    child.on("exit", (code) => {
      writeFileSync(file, text);
      resolve(code !== 0);
    });
  });

const only = option("only", "");
const every = Number(option("every", "1"));
const queue = targets
  .filter(([path]) => path.includes(only))
  .flatMap(([path, tests]) => mutantsOf(path).map((mutant) => ({ mutant, tests })))
  .filter((_, i) => i % every === 0);
const total = queue.length;
const survivors = [];
let done = 0;

const work = async () => {
  const copy = makeCopy();
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { mutant, tests } = next;
    if (!(await isKilled(copy, mutant, tests))) {
      survivors.push(mutant);
      console.log(`survived: ${mutant.path}:${mutant.line}  ${mutant.was.split("\n")[0]}  →  ${mutant.by}`);
    }
    done += 1;
    const file = option("json", "");
    if (file !== "") writeFileSync(file, JSON.stringify({ total, done, survivors }, null, 2));
  }
  rmSync(copy, { recursive: true, force: true });
};

await Promise.all(Array.from({ length: Number(option("jobs", "1")) }, work));
const killed = total - survivors.length;
console.log(`${total} mutants, ${killed} killed (${((100 * killed) / Math.max(1, total)).toFixed(1)} %)`);
