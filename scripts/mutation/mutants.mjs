/**
 * The single changes worth trying in a source file, and the file with all of them in it, each behind a switch:
 * `$mutant(no)` is true for the one that is tried. So one build serves every mutant.
 */
import { createHash } from "node:crypto";
import ts from "typescript";

const K = ts.SyntaxKind;

const operators = new Map([
  [K.EqualsEqualsEqualsToken, ["!=="]],
  [K.ExclamationEqualsEqualsToken, ["==="]],
  [K.LessThanToken, ["<="]],
  [K.LessThanEqualsToken, ["<"]],
  [K.GreaterThanToken, [">="]],
  [K.GreaterThanEqualsToken, [">"]],
  [K.PlusToken, ["-"]],
  [K.MinusToken, ["+"]],
  [K.AsteriskToken, ["/"]],
  [K.SlashToken, ["*"]],
  [K.PercentToken, ["*"]],
  [K.AmpersandToken, ["|"]],
  [K.BarToken, ["&"]],
  [K.LessThanLessThanToken, [">>"]],
  [K.GreaterThanGreaterThanToken, ["<<"]],
  [K.GreaterThanGreaterThanGreaterThanToken, ["<<"]],
  [K.PlusEqualsToken, ["-="]],
  [K.MinusEqualsToken, ["+="]],
]);

const methods = new Map([
  ["some", "every"],
  ["every", "some"],
]);
/** Left out of a chain, as if the list were right without them. */
const steps = new Set(["sort", "filter", "slice"]);

const text = (node) => node.getText();

/** What may stand instead of a node, as `[what it is called, text]`. */
const binaryVariants = (node) => {
  const [left, right] = [text(node.left), text(node.right)];
  switch (node.operatorToken.kind) {
    case K.AmpersandAmpersandToken:
    case K.BarBarToken:
      return [
        ["left side alone", left],
        ["right side alone", right],
      ];
    case K.QuestionQuestionToken:
      // `list[i] ?? x` is there for the type checker where the index is in range.
      return [
        ...(ts.isElementAccessExpression(node.left) ? [] : [["left side alone", left]]),
        ["right side alone", right],
      ];
    default:
      return (operators.get(node.operatorToken.kind) ?? []).map((by) => [
        `${text(node.operatorToken)} → ${by}`,
        `${left} ${by} ${right}`,
      ]);
  }
};

const callVariants = (node) => {
  const callee = node.expression;
  if (!ts.isPropertyAccessExpression(callee) || node.flags & ts.NodeFlags.OptionalChain) return [];
  const name = text(callee.name);
  const object = text(callee.expression);
  const args = node.arguments.map(text).join(", ");
  if (steps.has(name)) return [[`.${name} left out`, object]];
  if (methods.has(name))
    return [[`${name} → ${methods.get(name)}`, `${object}.${methods.get(name)}(${args})`]];
  if (object === "Math" && (name === "max" || name === "min")) {
    const other = name === "max" ? "min" : "max";
    return [[`${name} → ${other}`, `Math.${other}(${args})`]];
  }
  return [];
};

const isCondition = ({ parent }, node) =>
  (ts.isIfStatement(parent) && parent.expression === node) ||
  (ts.isConditionalExpression(parent) && parent.condition === node);

/** An answer that is a word: a code or a reason others read. */
const isAnswer = (node) => {
  const { parent } = node;
  if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) return true;
  return ts.isConditionalExpression(parent) && parent.condition !== node && !ts.isTypeNode(parent);
};

const variantsOf = (node, { words }) => {
  const found = [];
  if (isCondition(node, node)) found.push(["true", "true"], ["false", "false"]);
  if (ts.isWhileStatement(node.parent) && node.parent.expression === node) found.push(["false", "false"]);
  if (ts.isBinaryExpression(node)) found.push(...binaryVariants(node));
  if (ts.isCallExpression(node)) found.push(...callVariants(node));
  if (ts.isPrefixUnaryExpression(node) && node.operator === K.ExclamationToken)
    found.push(["! left out", text(node.operand)]);
  if (node.kind === K.TrueKeyword) found.push(["false", "false"]);
  if (node.kind === K.FalseKeyword) found.push(["true", "true"]);
  if (ts.isNumericLiteral(node)) found.push([`${text(node)} + 1`, `(${text(node)} + 1)`]);
  if (words && ts.isStringLiteral(node) && isAnswer(node)) found.push(["another word", '"another word"']);
  if (ts.isExpressionStatement(node.parent) && (ts.isCallExpression(node) || ts.isBinaryExpression(node)))
    found.push(["left out", "undefined"]);
  return found;
};

const isSkipped = (node) =>
  ts.isTypeNode(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isImportDeclaration(node);

/** What was there, on one line. */
const excerpt = (node) => text(node).replace(/\s+/g, " ").slice(0, 100);

/** The declaration at the head of the file that holds the place, by what is written in it. */
const versionOf = (file, place) => {
  const statement = file.statements.find(({ end }) => place < end);
  return createHash("sha256").update(text(statement)).digest("hex").slice(0, 12);
};

/**
 * `{ mutants, code }` of a file. `words: false` leaves texts alone that only people read; numbers begin at `from`. A
 * mutant is `{ no, id, path, line, within, was, by }`, `within` the text of its line; its id stays the same while the
 * declaration that holds it does.
 */
export const mutateSource = (path, source, { words, from }) => {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const lines = source.split("\n");
  const mutants = [];
  const places = new Map();
  const render = (node) => {
    if (isSkipped(node)) return source.slice(node.getStart(), node.getEnd());
    const variants = ts.isExpression(node) ? variantsOf(node, { words }) : [];
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    const switches = variants.map(([by, instead]) => {
      const version = versionOf(file, node.getStart());
      const place = places.get(version) ?? 0;
      places.set(version, place + 1);
      const no = from + mutants.length;
      const where = { path, line: line + 1, within: lines[line].trim() };
      mutants.push({ no, id: `${path}@${version}#${place}`, ...where, was: excerpt(node), by });
      return `$mutant(${no}) ? (${instead}) : `;
    });
    const inner = renderChildren(node);
    return switches.length === 0 ? inner : `(${switches.join("")}(${inner}))`;
  };
  const renderChildren = (node) => {
    let out = "";
    let at = node.getStart();
    ts.forEachChild(node, (child) => {
      out += source.slice(at, child.getStart()) + render(child);
      at = child.getEnd();
    });
    return out + source.slice(at, node.getEnd());
  };
  const code = renderChildren(file) + source.slice(file.getEnd());
  return { mutants, code };
};
