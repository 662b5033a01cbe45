/** Says that changes of this device had no receipt for a day, what that means, and offers to keep a copy of them. */
import { Show, createMemo, createSignal } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import type { Ms } from "#shared/kernel/clock";
import { createSyncState, useReplica } from "#client/data";
import { readPreference, writePreference } from "#client/platform/preferences";
import { Banner } from "#client/ui/banner";
import { Button, LinkButton } from "#client/ui/button";
import { showToast } from "#client/ui/toast";
import { useApp } from "../app-context";
import { useFormat, useText } from "../i18n";
import { plainEdits, saveEdits } from "./edits-file";
import { createThingName } from "./thing-names";
import { waitingMessages } from "./waiting-messages";

const dayMs = 86_400_000;
/** A device that was switched off for days sends what waits as soon as it is on: nothing worth a word. */
const patienceMs = 60_000;

/** Since when the oldest change waits, once that is too long. */
const createOverdue = (): Accessor<Ms | null> => {
  const { now } = useApp();
  const sync = createSyncState();
  const overdue = (): Ms | null => {
    const { pendingSince, hasRelay } = sync();
    return hasRelay && pendingSince !== null && now() - pendingSince >= dayMs ? pendingSince : null;
  };
  const noticedAt = createMemo<Ms | null>((before) => {
    const found = overdue();
    return found === null ? null : (before ?? now());
  }, null);
  const told = createMemo(() => {
    const noticed = noticedAt();
    return noticed !== null && now() - noticed >= patienceMs ? overdue() : null;
  });
  return told;
};

/** Until when somebody does not want to hear of it. */
const createQuiet = () => {
  const { now } = useApp();
  const name = `waiting.${useReplica().company}`;
  const [until, setUntil] = createSignal(Number(readPreference(name) ?? 0));
  const later = (): void => {
    setUntil(now() + dayMs);
    writePreference(name, String(until()));
  };
  // A clock that was set back must not silence it for longer than that.
  return { isQuiet: (): boolean => now() < until() && until() - now() <= dayMs, later };
};

const createSaving = (): (() => Promise<void>) => {
  const t = useText(waitingMessages);
  const { clock } = useApp();
  const replica = useReplica();
  const thingName = createThingName();
  return async () => {
    try {
      const waiting = await replica.pendingEdits();
      const savedAt = new Date(clock.now()).toISOString();
      saveEdits(`eventkit-waiting-${savedAt.slice(0, 10)}`, {
        ...{ company: replica.company, device: replica.device, savedAt },
        waiting: waiting.map(({ thing, kind, since, edits }) => ({
          ...{ name: thingName(thing, kind), kind, thing },
          since: new Date(since).toISOString(),
          edits: plainEdits(edits),
        })),
      });
      showToast({ text: t("saved"), meaning: "ok" });
    } catch (problem) {
      const message = problem instanceof Error ? problem.message : String(problem);
      showToast({ text: t("failed", { message }), meaning: "problem" });
    }
  };
};

export const WaitingBanner = (): JSX.Element => {
  const t = useText(waitingMessages);
  const format = useFormat();
  const { now } = useApp();
  const sync = createSyncState();
  const overdue = createOverdue();
  const { isQuiet, later } = createQuiet();
  const save = createSaving();
  /** Nothing of this device's own waits: what does had its receipts once. */
  const isLost = (): boolean => sync().pending.length === 0;
  return (
    <Show when={!isQuiet() && overdue()}>
      {(since) => (
        <Banner
          meaning="attention"
          title={t(isLost() ? "lost" : "title", { time: format().moment(since(), now()) })}
          answers={
            <>
              <Show
                when={!isLost()}
                fallback={
                  <LinkButton variant="primary" href="/settings/device">
                    {t("saveAll")}
                  </LinkButton>
                }
              >
                <Button variant="primary" onClick={() => void save()}>
                  {t("save")}
                </Button>
                <LinkButton href="/settings/device">{t("look")}</LinkButton>
              </Show>
              <Button variant="bare" onClick={later}>
                {t("later")}
              </Button>
            </>
          }
        >
          {isLost() ? t("lostText") : t(sync().connected ? "silent" : "away")}
        </Banner>
      )}
    </Show>
  );
};
