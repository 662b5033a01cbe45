import { For, Match, Show, Switch } from "solid-js";
import type { JSX } from "solid-js";
import type { file } from "#shared/domain/files";
import type { Row } from "#shared/replica/types";
import { useFormat, useText } from "#client/app/i18n";
import type { CompanyFiles } from "#client/data";
import { CloudUpload, FileText, ImageOff } from "#client/ui/icons";
import { createShown } from "./content";
import styles from "./files.module.css";
import { messages } from "./messages";

export type FileRow = Row<typeof file>;

const Thumb = (props: { readonly files: CompanyFiles; readonly row: FileRow }): JSX.Element => {
  // eslint-disable-next-line solid/reactivity -- one store of files per company, for as long as it is shown
  const shown = createShown(props.files, () => {
    const { thing, preview } = props.row;
    return preview === undefined ? undefined : { thing, hash: preview };
  });
  const url = (): string | undefined => {
    const now = shown();
    return now.type === "picture" ? now.url : undefined;
  };
  return (
    <Switch fallback={<FileText />}>
      <Match when={url()}>{(source) => <img src={source()} alt="" decoding="async" />}</Match>
      <Match when={props.row.preview !== undefined && shown().type === "problem"}>
        <ImageOff />
      </Match>
    </Switch>
  );
};

const FileCard = (props: {
  readonly files: CompanyFiles;
  readonly row: FileRow;
  readonly isWaiting: boolean;
  readonly onOpen: () => void;
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const name = (): string => props.row.caption ?? props.row.name;
  return (
    <button
      type="button"
      class={styles.card}
      aria-label={t("open", { name: name() })}
      onClick={() => props.onOpen()}
    >
      <span class={styles.thumb}>
        <Thumb files={props.files} row={props.row} />
        <Show when={props.isWaiting}>
          <span class={styles.mark} title={t("waitingOne")}>
            <CloudUpload />
            <span class="hidden-label">{t("waitingOne")}</span>
          </span>
        </Show>
      </span>
      <span class={`small ${styles.name ?? ""}`}>
        <span class="cut">{name()}</span>
        <span class="quiet">{format().bytes(props.row.size)}</span>
      </span>
    </button>
  );
};

/** Small pictures with names; each opens the full view. */
export const FileGrid = (props: {
  readonly files: CompanyFiles;
  readonly rows: readonly FileRow[];
  readonly waiting: ReadonlySet<string>;
  readonly label: string;
  readonly onOpen: (row: FileRow) => void;
}): JSX.Element => (
  <ul class={styles.grid} aria-label={props.label}>
    <For each={props.rows}>
      {(row) => (
        <li>
          <FileCard
            files={props.files}
            row={row}
            isWaiting={props.waiting.has(row.hash) || props.waiting.has(row.preview ?? "")}
            onOpen={() => props.onOpen(row)}
          />
        </li>
      )}
    </For>
  </ul>
);
