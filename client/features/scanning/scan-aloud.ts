/** Sounds, vibration and voice of the scan screen, with the person's choice remembered. */
import { createSignal, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import { createSounds, speak, stopSpeaking, vibrate } from "#client/platform/feedback";
import type { Signal } from "#client/platform/feedback";
import { readPreference, writePreference } from "#client/platform/preferences";
import { useLocale } from "#client/app/i18n";

export interface ScanAloud {
  readonly hasSounds: Accessor<boolean>;
  readonly hasVoice: Accessor<boolean>;
  setSounds(on: boolean): void;
  setVoice(on: boolean): void;
  /** Vibrates always: a phone in a pocket of noise is felt, not heard. */
  signal(signal: Signal, reason: string | undefined): void;
}

const createChoice = (name: string): readonly [Accessor<boolean>, (on: boolean) => void] => {
  const [value, setValue] = createSignal(readPreference(name) !== "off");
  return [
    value,
    (on) => {
      setValue(on);
      writePreference(name, on ? "on" : "off");
    },
  ];
};

export const createScanAloud = (): ScanAloud => {
  const { locale } = useLocale();
  const [hasSounds, setSounds] = createChoice("scan-sounds");
  const [hasVoice, setVoice] = createChoice("scan-voice");
  const sounds = createSounds(() => 1);
  // Browsers let a page sound only after the person touched it or typed.
  const unlock = (): void => {
    if (hasSounds()) sounds.unlock();
  };
  window.addEventListener("pointerdown", unlock, { once: true });
  window.addEventListener("keydown", unlock, { once: true });
  onCleanup(() => {
    window.removeEventListener("pointerdown", unlock);
    window.removeEventListener("keydown", unlock);
    stopSpeaking();
    sounds.close();
  });
  return {
    hasSounds,
    hasVoice,
    setSounds,
    setVoice,
    signal: (signal, reason) => {
      if (hasSounds()) sounds.play(signal);
      vibrate(signal);
      if (reason === undefined) stopSpeaking();
      else if (hasVoice()) speak(reason, locale());
    },
  };
};
