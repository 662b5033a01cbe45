import { Show, createSignal, onCleanup } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { createMedia } from "#client/ui/media";
import { ScreenTitleContext } from "#client/ui/screen-title";
import type { ScreenTitleValue } from "#client/ui/screen-title";
import { ScreenBoundary } from "../crash-screen";
import { useText } from "../i18n";
import { messages } from "../messages";
import styles from "./frame.module.css";
import { Banners } from "./banners";
import { Header } from "./header";
import { NavRail } from "./nav-rail";
import { PaletteDialog } from "./palette-dialog";
import { TabBar } from "./tab-bar";
import { createUndo, isTyping } from "./undo";

/** Ctrl or Cmd with a letter, while nothing is being typed where that letter has a meaning of its own. */
const followKeys = (keys: { readonly palette: () => void; readonly undo: () => void }): void => {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const key = event.key.toLowerCase();
    if (key === "k") keys.palette();
    else if (key === "z" && !isTyping(event.target)) keys.undo();
    else return;
    event.preventDefault();
  };
  window.addEventListener("keydown", onKeyDown);
  onCleanup(() => window.removeEventListener("keydown", onKeyDown));
};

const createTitle = (): readonly [
  Accessor<ScreenTitleValue | undefined>,
  (value: ScreenTitleValue | undefined) => void,
] => {
  const [title, setTitle] = createSignal<ScreenTitleValue>();
  const set = (value: ScreenTitleValue | undefined): void => {
    setTitle(value);
    if (value !== undefined) document.title = `${value.title} · EventKit`;
  };
  return [title, set];
};

interface FrameProps {
  /** The screen has the whole window to itself. */
  readonly fullScreen: boolean;
  readonly children: JSX.Element;
}

/** Navigation, header and the place of the screen. */
export const Frame = (props: FrameProps): JSX.Element => {
  const t = useText(messages);
  const isPhone = createMedia("(max-width: 639px)");
  const [isPaletteOpen, setPaletteOpen] = createSignal(false);
  const [title, setTitle] = createTitle();
  const undo = createUndo();
  let main: HTMLElement | undefined;
  followKeys({ palette: () => setPaletteOpen(true), undo: () => void undo() });
  return (
    <ScreenTitleContext.Provider value={setTitle}>
      <Show
        when={!props.fullScreen}
        fallback={
          <main class={styles.full}>
            <Banners />
            <ScreenBoundary>{props.children}</ScreenBoundary>
          </main>
        }
      >
        <div class={styles.frame}>
          <a
            class={styles.skip}
            href="#main"
            onClick={(event) => {
              // The router would take it for a change of address.
              event.preventDefault();
              main?.focus();
            }}
          >
            {t("skip")}
          </a>
          <Show when={!isPhone()}>
            <NavRail />
          </Show>
          <Header title={title()} onSearch={() => setPaletteOpen(true)} />
          <main ref={(element) => (main = element)} class={styles.main} id="main" tabindex="-1">
            <ScreenBoundary>{props.children}</ScreenBoundary>
          </main>
          <Show when={isPhone()}>
            <TabBar />
          </Show>
        </div>
      </Show>
      <PaletteDialog open={isPaletteOpen()} onOpenChange={setPaletteOpen} undo={() => void undo()} />
    </ScreenTitleContext.Provider>
  );
};
