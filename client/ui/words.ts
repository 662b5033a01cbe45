/** The few words components say themselves; the app gives them in the language of the screen. */
import { createContext, useContext } from "solid-js";

export interface Words {
  readonly close: string;
  readonly cancel: string;
  readonly clear: string;
  readonly undo: string;
  readonly notifications: string;
  readonly resize: string;
  readonly selectRow: string;
}

const english: Words = {
  close: "Close",
  cancel: "Cancel",
  clear: "Clear",
  undo: "Undo",
  notifications: "Notifications",
  resize: "Resize",
  selectRow: "Select row",
};

/** A function, so that the words follow a change of language. */
export const WordsContext = createContext<() => Words>(() => english);

export const useWords = (): (() => Words) => useContext(WordsContext);
