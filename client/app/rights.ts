/** When what the person at this device may do could have changed. */
import { createEffect, createSignal, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import type { Membership } from "#shared/replica/identity/types";
import { useApp } from "./app-context";

/** Changes with every entry of the company's membership, and often enough for rights that end by time. */
export const createRights = (company: string): Accessor<unknown> => {
  const { identity, now } = useApp();
  const [membership, setMembership] = createSignal<Membership>();
  const [entry, setEntry] = createSignal(undefined, { equals: false });
  void identity.membership(company).then((found) => setMembership(() => found));
  createEffect(() => {
    const found = membership();
    if (found !== undefined) onCleanup(found.verdict.subscribe(() => setEntry(undefined)));
  });
  return () => [membership(), entry(), now()];
};
