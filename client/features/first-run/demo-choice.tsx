import { Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { useNavigate } from "@solidjs/router";
import { useApp } from "#client/app/app-context";
import { useText } from "#client/app/i18n";
import { stayUntil } from "#client/platform/stay";
import { Button } from "#client/ui/button";
import { Eye } from "#client/ui/icons";
import { ProgressBar } from "#client/ui/meter";
import { messages } from "./messages";
import { createStartWords } from "./problem-words";
import { openFilledDemo, startDemo } from "./start-demo";
import type { DemoProgress } from "./start-demo";
import styles from "./welcome.module.css";

const progressKeys = { products: "demoProducts", events: "demoEvents", movements: "demoMovements" } as const;

/** Opens the demo company, making it first where there is none yet. */
export const DemoChoice = (): JSX.Element => {
  const t = useText(messages);
  const app = useApp();
  const navigate = useNavigate();
  const words = createStartWords();
  const [progress, setProgress] = createSignal<DemoProgress>();
  const [problem, setProblem] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(false);
  const open = async (): Promise<void> => {
    setBusy(true);
    const names = { company: t("demoName"), person: t("demoPerson") };
    const opened = await openFilledDemo(app);
    const result = opened ?? (await stayUntil(startDemo(app, names, setProgress)));
    setBusy(false);
    setProgress(undefined);
    setProblem(result.ok ? undefined : words(result.error));
    if (result.ok) navigate("/");
  };
  return (
    <section class={styles.choice} aria-labelledby="look-title">
      <div class={styles.choiceHead}>
        <Eye />
        <div>
          <h2 id="look-title">{t("look")}</h2>
          <p>{t("lookText")}</p>
        </div>
        <div class={styles.buttons}>
          <Button disabled={isBusy()} onClick={() => void open()}>
            {t("lookOpen")}
          </Button>
        </div>
      </div>
      <Show when={isBusy()}>
        <div class={styles.inset}>
          <Show when={progress()} fallback={<span class="small quiet">{t("demoBuilding")}</span>}>
            {(now) => (
              <ProgressBar
                label={t(progressKeys[now().stage], now())}
                done={now().done}
                total={now().total}
                meaning="info"
              />
            )}
          </Show>
        </div>
      </Show>
      <Show when={problem()}>
        {(sentence) => (
          <p class={styles.inset} role="alert">
            {sentence()}
          </p>
        )}
      </Show>
    </section>
  );
};
