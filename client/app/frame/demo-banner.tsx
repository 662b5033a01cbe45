import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { useNavigate } from "@solidjs/router";
import { useApp } from "../app-context";
import { useText } from "../i18n";
import { messages } from "../messages";
import styles from "./frame.module.css";

/** Marks the demo company on every screen, and leads out of it. */
export const DemoBanner = (): JSX.Element => {
  const t = useText(messages);
  const { companies } = useApp();
  const navigate = useNavigate();
  const isDemo = (): boolean =>
    companies.list().some((each) => each.demo && each.company === companies.current()?.company);
  return (
    <Show when={isDemo()}>
      <div class={styles.demo}>
        <span>{t("demoBanner")}</span>
        <button type="button" onClick={() => navigate("/welcome")}>
          {t("demoLeave")}
        </button>
      </div>
    </Show>
  );
};
