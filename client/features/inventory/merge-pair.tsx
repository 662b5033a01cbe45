/** Two records side by side: which one goes on, and what it takes over from the other. */
import { For, Show, createMemo, createSignal } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { useText } from "#client/app/i18n";
import { Button } from "#client/ui/button";
import { Segmented } from "#client/ui/segmented";
import { mergeMessages } from "./merge-messages";
import styles from "./merge.module.css";

type Side = "own" | "other";

/** Records that are probably the same, one press away; nothing where there are none. */
export const LikelyOnes = <R extends { readonly id: string }>(props: {
  readonly rows: readonly R[];
  readonly titleOf: (row: R) => string;
  readonly chosen: R["id"] | undefined;
  readonly onChoose: (id: R["id"]) => void;
}): JSX.Element => {
  const t = useText(mergeMessages);
  return (
    <Show when={props.rows.length > 0}>
      <div class={styles.choice}>
        <span class="small quiet">{t("likely")}</span>
        <div class={styles.likely}>
          <For each={props.rows}>
            {(each) => (
              <Button aria-pressed={props.chosen === each.id} onClick={() => props.onChoose(each.id)}>
                {props.titleOf(each)}
              </Button>
            )}
          </For>
        </div>
      </div>
    </Show>
  );
};

/** One of two, each as it is shown. */
export const Choice = (props: {
  readonly name: string;
  readonly own: string;
  readonly other: string;
  readonly chosen: Side;
  readonly onChoose: (side: Side) => void;
}): JSX.Element => (
  <div class={styles.choice}>
    <span class="small quiet">{props.name}</span>
    <Segmented<Side>
      label={props.name}
      value={props.chosen}
      segments={[
        { value: "own", label: props.own },
        { value: "other", label: props.other },
      ]}
      onChange={(side) => props.onChoose(side)}
    />
  </div>
);

interface AnyChoice {
  readonly field: string;
  readonly other: unknown;
  readonly preselected: Side;
}

export interface SideBySide<R, C extends AnyChoice> {
  readonly stays: Accessor<Side>;
  readonly staying: Accessor<R>;
  readonly ending: Accessor<R>;
  readonly choices: Accessor<readonly C[]>;
  readonly isTaken: (choice: C) => boolean;
  readonly turn: (stays: Side) => void;
  readonly take: (choice: C, isTaken: boolean) => void;
  /** What the one that goes on takes over. */
  readonly taken: Accessor<readonly C[]>;
}

export const createPair = <R, C extends AnyChoice>(
  own: Accessor<R>,
  other: Accessor<R>,
  choicesOf: (staying: R, ending: R) => readonly C[],
): SideBySide<R, C> => {
  const [stays, setStays] = createSignal<Side>("own");
  const [changed, setChanged] = createSignal<ReadonlyMap<string, boolean>>(new Map());
  const staying = (): R => (stays() === "own" ? own() : other());
  const ending = (): R => (stays() === "own" ? other() : own());
  const choices = createMemo(() => choicesOf(staying(), ending()));
  const isTaken = ({ field, preselected }: C): boolean => changed().get(field) ?? preselected === "other";
  return {
    ...{ stays, staying, ending, choices, isTaken },
    turn: (next) => {
      setStays(next);
      setChanged(new Map());
    },
    take: ({ field }, is) => setChanged(new Map([...changed(), [field, is]])),
    taken: () => choices().filter(isTaken),
  };
};
