/**
 * Codes that steer a scan session instead of naming a thing: printed on a sheet that hangs beside the bench or is
 * worn on the arm, so that nobody touches the screen. The words have no Y and no Z, and any character may stand
 * between them: a hand scanner set to the other of the English and German keyboards is still understood.
 */
import type { EventId } from "#shared/domain/events";
import { parseId } from "#shared/kernel/ids";
import { normalCode } from "./code-index";
import type { ScanMode } from "./scan-decision";

export type ControlCode =
  | { readonly type: "mode"; readonly mode: ScanMode }
  | { readonly type: "event"; readonly event: EventId }
  | { readonly type: "quantity"; readonly quantity: number }
  /** The next case scanned is opened. */
  | { readonly type: "case" }
  | { readonly type: "close" }
  | { readonly type: "undo" }
  /** "It is here, take it": the answer to a refusal. */
  | { readonly type: "take" }
  | { readonly type: "aside" }
  /** The answer with this number, from 1, as the card counts them. */
  | { readonly type: "answer"; readonly number: number }
  | { readonly type: "finish" };

export const scanModes = ["out", "in", "pack", "unpack"] as const;

/** Pieces one scan of a bulk code may mean. */
export const largestQuantity = 9999;

const plain = ["case", "close", "undo", "take", "aside", "finish"] as const;

/** What stands in the printed symbol. */
export const controlText = (control: ControlCode): string => {
  switch (control.type) {
    case "mode":
      return `EVENTKIT-${control.mode.toUpperCase()}`;
    case "event":
      return `EVENTKIT-EVENT-${control.event}`;
    case "quantity":
      return `EVENTKIT-TIMES-${control.quantity}`;
    case "answer":
      return `EVENTKIT-ANSWER-${control.number}`;
    default:
      return `EVENTKIT-${control.type.toUpperCase()}`;
  }
};

/** `unknown`: of our form, but of a later version or damaged. Undefined: no control code. */
export const readControlCode = (text: string): ControlCode | "unknown" | undefined => {
  const parts = /^EVENTKIT[^A-Z0-9]([A-Z]+)(?:[^A-Z0-9]([0-9A-Z]+))?$/.exec(normalCode(text));
  const word = parts?.[1]?.toLowerCase();
  if (word === undefined) return undefined;
  const argument = parts?.[2];
  return (argument === undefined ? withoutArgument(word) : withArgument(word, argument)) ?? "unknown";
};

const withoutArgument = (word: string): ControlCode | undefined => {
  const mode = scanModes.find((known) => known === word);
  if (mode !== undefined) return { type: "mode", mode };
  const type = plain.find((known) => known === word);
  return type === undefined ? undefined : { type };
};

const withArgument = (word: string, argument: string): ControlCode | undefined => {
  if (word === "event") {
    const event = parseId<EventId>(argument);
    return event === undefined ? undefined : { type: "event", event };
  }
  const number = /^\d{1,4}$/.test(argument) ? Number(argument) : 0;
  if (number === 0) return undefined;
  if (word === "times") return { type: "quantity", quantity: number };
  return word === "answer" ? { type: "answer", number } : undefined;
};
