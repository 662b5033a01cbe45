/** Whether fields may be changed where they stand. Without the right they are text, by the same components. */
import { children, createContext, useContext } from "solid-js";
import type { Accessor, JSX } from "solid-js";

const Editing = createContext<Accessor<boolean>>(() => true);

/** Fields below become text while `when` is false; the nearest of several counts. */
export const Editable = (props: { readonly when: boolean; readonly children: JSX.Element }): JSX.Element => {
  const when = (): boolean => props.when;
  return <Editing.Provider value={when}>{props.children}</Editing.Provider>;
};

/** For fields, and for the buttons that belong to them. */
export const useEditable = (): Accessor<boolean> => useContext(Editing);

/** A value that cannot be changed here; a dash where there is none. */
export const ToldValue = (props: { readonly children: JSX.Element }): JSX.Element => {
  const value = children(() => props.children);
  return <span>{value() === "" || value() === undefined ? "–" : value()}</span>;
};
