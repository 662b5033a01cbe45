/**
 * The import rules of the repository as data, and a checker over a set of source files.
 * Works on paths and texts only, so that the rules themselves can be tested with planted violations.
 */
import ts from "typescript";

interface Rule {
  readonly layer: string;
  /** Folders of this repository it may import; `*` stands for one folder name, `=` for the importing file's own. */
  readonly may: readonly string[];
  readonly packages: readonly string[];
}

const solid = ["solid-js", "@solidjs/", "@kobalte/core", "@tanstack/solid-virtual", "lucide-solid"];

/** First match wins. A layer may always import itself where `=` is listed. */
const rules: readonly Rule[] = [
  { layer: "shared/kernel", may: ["="], packages: ["@noble/", "cborg", "valibot"] },
  {
    layer: "shared/domain/*",
    may: ["=", "shared/kernel", "shared/domain/*/index"],
    packages: ["valibot", "fflate", "fast-xml-parser", "saxes"],
  },
  {
    layer: "shared/documents",
    may: ["=", "shared/kernel", "shared/domain/*/index"],
    packages: ["@automerge/automerge/slim", "valibot"],
  },
  { layer: "shared/protocol", may: ["=", "shared/kernel"], packages: ["cborg", "fflate", "valibot"] },
  {
    layer: "shared/replica",
    may: ["=", "shared/kernel", "shared/domain/*/index", "shared/documents", "shared/protocol"],
    packages: ["@automerge/automerge/slim", "valibot"],
  },
  { layer: "shared/demo", may: ["=", "shared/kernel", "shared/domain/*/index"], packages: [] },
  { layer: "client/ui", may: ["="], packages: solid },
  {
    layer: "client/platform",
    may: ["=", "shared/kernel", "shared/replica/types"],
    packages: ["idb", "virtual:trusted-templates"],
  },
  {
    layer: "client/pwa",
    may: ["=", "client/platform", "shared/kernel"],
    packages: ["virtual:pwa-register", "solid-js", "workbox-"],
  },
  {
    layer: "client/data",
    may: ["=", "client/platform", "client/pwa", "shared"],
    packages: ["solid-js", "idb", "@automerge/automerge", "@noble/"],
  },
  {
    layer: "client/features/*",
    may: [
      "=",
      "client/features/*/index",
      "client/data",
      "client/platform",
      "client/ui",
      "client/app",
      "shared/kernel",
      "shared/domain/*/index",
      "shared/documents",
      "shared/protocol",
      "shared/replica",
      "shared/demo",
    ],
    packages: [
      ...solid,
      "html5-qrcode",
      "barcode-detector",
      "zxing-wasm",
      "uqr",
      "@cantoo/pdf-lib",
      "valibot",
    ],
  },
  {
    layer: "client/app",
    may: [
      "=",
      "client/features/*/index",
      "client/data",
      "client/platform",
      "client/pwa",
      "client/ui",
      "shared/kernel",
      "shared/domain/*/index",
      "shared/replica",
    ],
    packages: solid,
  },
  { layer: "client", may: ["=", "client", "shared"], packages: [...solid, "@automerge/automerge"] },
  {
    layer: "relay",
    may: ["=", "shared/kernel", "shared/protocol", "shared/documents"],
    packages: [
      "node:",
      "hono",
      "@hono/",
      "ws",
      "libsql",
      "pg",
      "prom-client",
      "@peculiar/x509",
      "reflect-metadata",
      "multicast-dns",
      "uqr",
      "valibot",
      "cborg",
      "@noble/",
      "fflate",
      "aws4fetch",
      "fast-xml-parser",
    ],
  },
];

export interface Violation {
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

interface Import {
  readonly specifier: string;
  /** Needed before the importing module runs: neither a type nor a dynamic import. Only such imports make cycles. */
  readonly isImmediate: boolean;
}

/** Static and dynamic imports and re-exports of one source text. */
export const importsOf = (path: string, text: string): readonly Import[] => {
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    if (
      (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      const isTypeOnly = ts.isImportDeclaration(node)
        ? node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
        : node.isTypeOnly;
      found.push({ specifier: node.moduleSpecifier.text, isImmediate: !isTypeOnly });
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const target = node.arguments[0];
      if (target && ts.isStringLiteral(target)) found.push({ specifier: target.text, isImmediate: false });
    }
    ts.forEachChild(node, visit);
  };
  visit(
    ts.createSourceFile(
      path,
      text,
      ts.ScriptTarget.ES2023,
      false,
      path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
    ),
  );
  return found;
};

const suffixes = ["", ".ts", ".tsx", "/index.ts", "/index.tsx"];

/** Repository path of an import without query, or undefined for a package. */
const resolveInside = (from: string, specifier: string, files: ReadonlySet<string>): string | undefined => {
  const bare = specifier.replace(/\?.*$/, "");
  const base = bare.startsWith("#")
    ? bare.slice(1)
    : bare.startsWith(".")
      ? new URL(bare, `file:///${from}`).pathname.slice(1)
      : undefined;
  if (base === undefined) return undefined;
  const suffix = suffixes.find((candidate) => files.has(base + candidate));
  return suffix === undefined ? base : base + suffix;
};

const matches = (pattern: string, path: string): boolean => {
  const expression = pattern
    .split("*")
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
    .join("[^/]+");
  return new RegExp(`^${expression}(/|\\.tsx?$|$)`).test(path);
};

const ownFolder = (rule: Rule, path: string): string =>
  path.split("/").slice(0, rule.layer.split("/").length).join("/");

const judge = (rule: Rule, from: string, to: string | undefined, specifier: string): string | undefined => {
  if (to === undefined) {
    const known = rule.packages.some(
      (name) =>
        specifier === name ||
        specifier.startsWith(
          name.endsWith("/") || name.endsWith(":") || name.endsWith("-") ? name : `${name}/`,
        ),
    );
    return known ? undefined : `${rule.layer} may not use the package ${specifier}`;
  }
  const allowed = rule.may.some((pattern) =>
    pattern === "=" ? to.startsWith(`${ownFolder(rule, from)}/`) : matches(pattern, to),
  );
  return allowed || /\.(css|svg|png)$/.test(to) ? undefined : `${rule.layer} may not import ${to}`;
};

/** Every import that breaks the table, and every cycle of value imports, shortest first. */
export const checkImports = (sources: ReadonlyMap<string, string>): readonly Violation[] => {
  const files = new Set(sources.keys());
  const violations: Violation[] = [];
  const graph = new Map<string, string[]>();
  for (const [from, text] of sources) {
    const rule = rules.find((candidate) => matches(candidate.layer, from));
    if (rule === undefined) continue;
    const edges: string[] = [];
    for (const { specifier, isImmediate } of importsOf(from, text)) {
      const to = resolveInside(from, specifier, files);
      const why = judge(rule, from, to, specifier);
      if (why !== undefined) violations.push({ from, to: to ?? specifier, why });
      if (to !== undefined && isImmediate && files.has(to)) edges.push(to);
    }
    graph.set(from, edges);
  }
  return [...violations, ...cycles(graph)];
};

const cycles = (graph: ReadonlyMap<string, readonly string[]>): readonly Violation[] => {
  const found = new Map<string, Violation>();
  for (const start of graph.keys()) {
    const path = shortestPath(graph, start);
    if (path === undefined) continue;
    const name = [...path].sort().join();
    if (!found.has(name))
      found.set(name, { from: start, to: start, why: `cycle: ${[...path, start].join(" → ")}` });
  }
  return [...found.values()].sort((a, b) => a.why.length - b.why.length);
};

/** Shortest way from a file back to itself. */
const shortestPath = (
  graph: ReadonlyMap<string, readonly string[]>,
  start: string,
): readonly string[] | undefined => {
  const queue: (readonly string[])[] = [[start]];
  const seen = new Set<string>();
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    for (const next of graph.get(path.at(-1) ?? "") ?? []) {
      if (next === start) return path;
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push([...path, next]);
    }
  }
  return undefined;
};
