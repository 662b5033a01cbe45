// Typed lint for the whole tree. Every relaxed rule carries its reason.
import tseslint from "typescript-eslint";
import solid from "eslint-plugin-solid/configs/typescript";

const ambientState = [
  { name: "setTimeout", message: "Take time from a port (clock, timers) so that tests control it." },
  { name: "setInterval", message: "Take time from a port (clock, timers) so that tests control it." },
  { name: "localStorage", message: "Storage goes through client/platform or client/data." },
  { name: "indexedDB", message: "IndexedDB belongs to client/data." },
];
const ambientCalls = [
  { object: "Date", property: "now", message: "Take the clock as a dependency." },
  { object: "Math", property: "random", message: "Take randomness as a dependency." },
  {
    object: "crypto",
    property: "randomUUID",
    message: "Ids come from kernel/ids with an injected random source.",
  },
];

export default tseslint.config(
  { ignores: ["dist/**", "node_modules/**", "data/**", "docs/**", "coverage/**", "test-results/**"] },
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: [
          "./shared/tsconfig.json",
          "./client/tsconfig.json",
          "./relay/tsconfig.json",
          "./tests/tsconfig.json",
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/consistent-type-assertions": ["error", { assertionStyle: "never" }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "separate-type-imports" }],
      // Numbers are part of most sentences we print; everything else stays checked.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // `() => void someCall()` and arrow shorthands for handlers are clearer than braces.
      "@typescript-eslint/no-confusing-void-expression": "off",
      // Records are read by computed keys with noUncheckedIndexedAccess on, deletion is explicit there.
      "@typescript-eslint/no-dynamic-delete": "off",
      // Ports are async by contract even where one implementation answers at once.
      "@typescript-eslint/require-await": "off",
      // Type parameters tie ids, record types and commands to their brands at call sites.
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      "no-console": "error",
      "max-lines": ["error", { max: 400 }],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      "no-restricted-properties": ["error", ...ambientCalls],
      "no-restricted-syntax": [
        "error",
        {
          selector:
            "MemberExpression[property.name='changeAt'], MemberExpression[property.value='changeAt'], ImportSpecifier[imported.name='changeAt'], ImportSpecifier[imported.value='changeAt'], ObjectPattern > Property[key.name='changeAt'], ObjectPattern > Property[key.value='changeAt']",
          message: "changeAt breaks the counter rule of the gate (R3).",
        },
        { selector: "ExportAllDeclaration", message: "Name what is exported." },
      ],
    },
  },
  {
    files: ["shared/**/*.ts", "client/features/**", "client/ui/**"],
    rules: { "no-restricted-globals": ["error", ...ambientState] },
  },
  { files: ["client/**/*.tsx"], ...solid },
  {
    // Codecs and brands are the only places where bytes become types.
    files: ["shared/kernel/ids.ts", "shared/kernel/brand.ts", "**/*codec*.ts", "**/*.codec.ts"],
    rules: { "@typescript-eslint/consistent-type-assertions": "off" },
  },
  {
    // Composition roots, platform adapters and tests own the real clock and the real console.
    files: [
      "client/platform/**",
      "client/main.tsx",
      "client/data/**/*.ts",
      "relay/**",
      "tests/**",
      "vite.config.ts",
    ],
    rules: { "no-restricted-properties": "off", "no-restricted-globals": "off" },
  },
  {
    // A describe block is a list of cases, not a function with a body to understand at once.
    files: ["tests/**"],
    rules: { "max-lines-per-function": "off", "no-console": "off" },
  },
);
