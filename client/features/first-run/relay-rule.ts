/** What this relay's operator allows, asked before anybody has typed anything. */
import { createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import type { CreationRule } from "#shared/protocol/enrolment";
import { useApp } from "#client/app/app-context";

/** "open" until it has answered, and where it does not: then the company begins on this device. */
export const createRelayRule = (): Accessor<CreationRule> => {
  const { identity, origin } = useApp();
  const [rule, setRule] = createSignal<CreationRule>("open");
  void identity.relayAt(origin).then((asked) => asked.ok && setRule(asked.value.creation));
  return rule;
};
