/** Where codes go that are read: they are booked, or handed to a dialog that asks for a piece. */
import type { MovementOrigin } from "#shared/domain/scanning";
import { createTagReader } from "./tag-reader";
import type { TagReaderDeps } from "./tag-reader";

export interface Reading {
  readonly camera: (text: string) => void;
  /** A hand scanner, or an RFID reader that types: tags are gathered, everything else is booked at once. */
  readonly wedge: (code: string) => void;
  /** What is read names a piece from now on and is not booked behind the dialog; gives what ends that. */
  readonly handTo: (take: (text: string) => void) => () => void;
  readonly close: () => void;
}

export interface ReadingDeps extends TagReaderDeps {
  readonly onCode: (text: string, origin: MovementOrigin) => void;
}

export const createReading = ({ onCode, ...deps }: ReadingDeps): Reading => {
  const tags = createTagReader(deps);
  let taker: ((text: string) => void) | undefined;
  return {
    camera: (text) => (taker === undefined ? onCode(text, "camera") : taker(text)),
    wedge: (code) => {
      // Not gathered either: a tag counts once, and would be missing when it is meant to be booked.
      if (taker !== undefined) taker(code);
      else if (!tags.take(code)) onCode(code, "wedge");
    },
    handTo: (take) => {
      taker = take;
      return () => {
        if (taker === take) taker = undefined;
      };
    },
    close: () => tags.close(),
  };
};
