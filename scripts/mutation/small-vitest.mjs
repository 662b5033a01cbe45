/** As much of Vitest as the tests of the rules use; the tests are collected, and the caller runs them one by one. */
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  customMatchers,
  GLOBAL_EXPECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
} from "@vitest/expect";
import * as chai from "chai";

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

export const expect = (value, message) => chai.expect(value, message);
Object.assign(expect, chai.expect, globalThis[ASYMMETRIC_MATCHERS_OBJECT]);
globalThis[GLOBAL_EXPECT] = expect;
chai.expect.extend(expect, customMatchers);

/** Tests of the file loaded last, in order. */
export const collected = [];
let preparations = [];

/** What is collected from here on belongs to another file. */
export const beginFile = () => {
  collected.length = 0;
  preparations = [];
};

const titleOf = (title, values, index) => {
  let next = 0;
  const all = Array.isArray(values) ? values : [values];
  return `${title.replace(/%[a-z]/g, () => String(all[next++]))} ${index}`;
};

/** Between title and function may stand how long a test may take; here the caller decides that. */
export const test = (title, ...rest) => {
  collected.push({ title, fn: rest.at(-1), preparations });
};
test.each = (rows) => (title, fn) =>
  rows.forEach((row, i) => test(titleOf(title, row, i), () => (Array.isArray(row) ? fn(...row) : fn(row))));

export const describe = (_, define) => {
  const outer = preparations;
  preparations = [...outer];
  define();
  preparations = outer;
};
describe.runIf = (isWanted) => (isWanted ? describe : () => {});

/** `state.done` keeps a preparation from running twice. */
export const beforeAll = (fn) => {
  preparations.push({ fn, done: false });
};
