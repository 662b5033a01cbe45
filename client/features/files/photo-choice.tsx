/** Photos chosen before there is anything they could belong to: shown small, added when it is there. */
import { For, Show, createEffect, createSignal, onCleanup } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { useText } from "#client/app/i18n";
import { useFiles } from "#client/data";
import { pickFiles } from "#client/platform/files";
import { Button, IconButton } from "#client/ui/button";
import { Camera, ImageOff, Trash2, Upload } from "#client/ui/icons";
import { createMedia } from "#client/ui/media";
import { createAddingLater } from "./adding";
import styles from "./files.module.css";
import { messages } from "./messages";
import type { ShownOwner } from "./owner";

export interface PhotoChoice {
  readonly chosen: Accessor<readonly File[]>;
  readonly choose: (more: readonly File[]) => void;
  readonly leaveOut: (photo: File) => void;
  /**
   * Adds what was chosen; goes on when the screen that asked for it is gone. What was chosen is on the disk when this
   * settles.
   */
  readonly addTo: (owner: ShownOwner) => Promise<void>;
}

/** Undefined where no files are kept. */
export const createPhotoChoice = (): PhotoChoice | undefined => {
  const files = useFiles();
  if (files === undefined) return undefined;
  const [chosen, setChosen] = createSignal<readonly File[]>([]);
  const addLater = createAddingLater(files);
  return {
    chosen,
    choose: (more) => setChosen((before) => [...before, ...more]),
    leaveOut: (photo) => setChosen((before) => before.filter((each) => each !== photo)),
    addTo: async (owner) => {
      if (chosen().length > 0) await addLater(owner, chosen());
    },
  };
};

const Thumb = (props: { readonly photo: File; readonly name: string }): JSX.Element => {
  const [url, setUrl] = createSignal<string>();
  // Not every browser draws what every phone takes.
  const [isDrawn, setDrawn] = createSignal(true);
  createEffect(() => {
    const made = URL.createObjectURL(props.photo);
    setUrl(made);
    onCleanup(() => URL.revokeObjectURL(made));
  });
  return (
    <Show when={isDrawn()} fallback={<ImageOff />}>
      <img src={url()} alt={props.name} decoding="async" onError={() => setDrawn(false)} />
    </Show>
  );
};

export const PhotoChoiceField = (props: { readonly choice: PhotoChoice }): JSX.Element => {
  const t = useText(messages);
  const hasFingers = createMedia("(pointer: coarse)");
  const pick = async (camera: boolean): Promise<void> => {
    const picked = await pickFiles({ accept: "image/*", ...(camera ? { camera } : { multiple: true }) });
    props.choice.choose(picked.map(({ file }) => file));
  };
  return (
    <div class={styles.choice} role="group" aria-label={t("photosChosen")}>
      <Show when={props.choice.chosen().length > 0}>
        <ul class={styles.chosen}>
          <For each={props.choice.chosen()}>
            {(photo, at) => (
              <li class={styles.thumb}>
                <Thumb photo={photo} name={t("chosenPhoto", { n: at() + 1 })} />
                <span class={styles.drop}>
                  <IconButton
                    label={t("leaveOut", { n: at() + 1 })}
                    onClick={() => props.choice.leaveOut(photo)}
                  >
                    <Trash2 />
                  </IconButton>
                </span>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <div class={styles.choose}>
        <Show when={hasFingers()}>
          <Button onClick={() => void pick(true)}>
            <Camera />
            {t("takePhoto")}
          </Button>
        </Show>
        <Button onClick={() => void pick(false)}>
          <Upload />
          {t("choosePhotos")}
        </Button>
      </div>
    </div>
  );
};
