import { createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { useFiles, useReplica } from "#client/data";
import { saveFile } from "#client/platform/files";
import type { ContentHash } from "#shared/domain/files";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { Button } from "#client/ui/button";
import { Download } from "#client/ui/icons";
import { Section } from "#client/ui/page";
import { showToast } from "#client/ui/toast";
import { archiveCompany } from "./company-archive";
import type { ExportProgress } from "./company-archive";
import { leftOutSentences } from "./left-out";
import { messages } from "./messages";
import styles from "./export.module.css";

/** Everything of the company as one file to keep somewhere else. */
export const ExportSection = (props: { readonly companyName: string }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const replica = useReplica();
  const files = useFiles();
  const { clock, identity } = useApp();
  const [progress, setProgress] = createSignal<ExportProgress>();
  const isOnRelay = (hash: ContentHash): boolean =>
    replica.sync.get().hasRelay && files?.state.get().waiting.has(hash) === false;
  const save = async (): Promise<void> => {
    const at = clock.now();
    const day = new Date(at).toISOString().slice(0, 10);
    const readme = t("readme", { company: props.companyName, day });
    setProgress({ done: 0, total: 0 });
    try {
      const membership = await identity.membership(replica.company);
      const log = (): readonly Uint8Array[] => (membership?.log() ?? []).map(({ bytes }) => bytes);
      const sources = { replica, files, log, at, readme };
      const exported = await archiveCompany(sources, setProgress);
      if (!exported.ok) {
        const limit = format().bytes(exported.error.limitBytes);
        const text = t(replica.sync.get().hasRelay ? "tooLarge" : "tooLargeAlone", { limit });
        return showToast({ text, meaning: "problem" });
      }
      const { archive, leftOut } = exported.value;
      const name = props.companyName.replaceAll(/[^\p{L}\p{N}]+/gu, "-").toLowerCase();
      saveFile(`eventkit-${name}-${day}.zip`, archive);
      const lacks = leftOutSentences(leftOut, isOnRelay).map(({ key, n }) => t(key, { n }));
      if (lacks.length === 0) return showToast({ text: t("exported"), meaning: "ok" });
      const sentences = [t("exported"), ...lacks].join(" ");
      showToast({ text: t("leftOut", { sentences }), meaning: "attention" });
    } catch (problem) {
      // A store that cannot be read, or memory that is full: said, with everything left as it is.
      const message = problem instanceof Error ? problem.message : String(problem);
      showToast({ text: t("failed", { message }), meaning: "problem" });
    } finally {
      setProgress(undefined);
    }
  };
  const label = (): string => {
    const now = progress();
    return now === undefined
      ? t("export")
      : t("exporting", { done: format().number(now.done), total: format().number(now.total) });
  };
  return (
    <Section title={t("title")}>
      <div class={styles.copy}>
        <p class="quiet">{t("text")}</p>
        <Button disabled={progress() !== undefined} onClick={() => void save()}>
          <Download />
          {label()}
        </Button>
      </div>
    </Section>
  );
};
