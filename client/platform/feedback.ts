/** How a device answers a scan without being looked at: vibration, tones and speech, one pattern per meaning. */

/** Meanings and their signals are fixed: people learn them by ear. */
export type Signal = "ok" | "notice" | "refused" | "repeated" | "question" | "undone" | "set";

interface Tone {
  readonly hertz: number;
  readonly startMs: number;
  readonly lengthMs: number;
  readonly shape: OscillatorType;
}

/** Told apart by rhythm and direction too, for those who hear pitch badly or stand in noise. */
const tones: Readonly<Record<Signal, readonly Tone[]>> = {
  ok: [{ hertz: 1320, startMs: 0, lengthMs: 90, shape: "sine" }],
  notice: [
    { hertz: 880, startMs: 0, lengthMs: 90, shape: "triangle" },
    { hertz: 1175, startMs: 120, lengthMs: 140, shape: "triangle" },
  ],
  refused: [
    { hertz: 220, startMs: 0, lengthMs: 180, shape: "square" },
    { hertz: 165, startMs: 230, lengthMs: 320, shape: "square" },
  ],
  repeated: [
    { hertz: 660, startMs: 0, lengthMs: 60, shape: "sine" },
    { hertz: 660, startMs: 110, lengthMs: 60, shape: "sine" },
  ],
  question: [
    { hertz: 520, startMs: 0, lengthMs: 140, shape: "triangle" },
    { hertz: 780, startMs: 160, lengthMs: 220, shape: "triangle" },
  ],
  undone: [
    { hertz: 988, startMs: 0, lengthMs: 80, shape: "sine" },
    { hertz: 659, startMs: 90, lengthMs: 120, shape: "sine" },
  ],
  set: [
    { hertz: 523, startMs: 0, lengthMs: 60, shape: "sine" },
    { hertz: 784, startMs: 70, lengthMs: 60, shape: "sine" },
    { hertz: 1047, startMs: 140, lengthMs: 90, shape: "sine" },
  ],
};

const vibrations: Readonly<Record<Signal, readonly number[]>> = {
  ok: [40],
  notice: [40, 60, 40],
  refused: [200, 80, 200],
  repeated: [30, 50, 30, 50, 30],
  question: [120, 60, 40],
  undone: [20, 40, 20],
  set: [80, 40, 20],
};

export interface Sounds {
  /** Browsers stay silent until the person touched the page: call it in the handler that starts scanning. */
  unlock(): void;
  play(signal: Signal): void;
  close(): void;
}

/** `volume` from 0 to 1. */
export const createSounds = (volume: () => number): Sounds => {
  let context: AudioContext | undefined;
  const ready = (): AudioContext => {
    context ??= new AudioContext({ latencyHint: "interactive" });
    if (context.state === "suspended") void context.resume();
    return context;
  };
  return {
    unlock: () => void ready(),
    play: (signal) => {
      const audio = ready();
      for (const tone of tones[signal]) playTone(audio, tone, volume());
    },
    close: () => {
      void context?.close();
      context = undefined;
    },
  };
};

/** Soft edges of a few milliseconds, or each tone would begin and end with a click. */
const edgeSeconds = 0.008;

const playTone = (audio: AudioContext, tone: Tone, volume: number): void => {
  const from = audio.currentTime + tone.startMs / 1000;
  const to = from + tone.lengthMs / 1000;
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.type = tone.shape;
  oscillator.frequency.value = tone.hertz;
  // Square waves carry further at the same level.
  const level = volume * (tone.shape === "square" ? 0.35 : 0.8);
  gain.gain.setValueAtTime(0, from);
  gain.gain.linearRampToValueAtTime(level, from + edgeSeconds);
  gain.gain.setValueAtTime(level, to - edgeSeconds);
  gain.gain.linearRampToValueAtTime(0, to);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(from);
  oscillator.stop(to);
};

/** False where the device has no vibration, or none may be used. */
export const vibrate = (signal: Signal): boolean =>
  "vibrate" in navigator && navigator.vibrate([...vibrations[signal]]);

/** Speaks a sentence in a language (`de`, `en-GB`), replacing what is still being said. False without a voice. */
export const speak = (sentence: string, language: string): boolean => {
  if (!("speechSynthesis" in window)) return false;
  const voices = speechSynthesis.getVoices();
  // Voices load late: with an empty list the system picks one by the language tag.
  if (voices.length > 0 && !voices.some((voice) => voice.lang.startsWith(language.slice(0, 2)))) return false;
  speechSynthesis.cancel();
  const utterance = new SpeechSynthesisUtterance(sentence);
  utterance.lang = language;
  utterance.rate = 1.1;
  speechSynthesis.speak(utterance);
  return true;
};

export const stopSpeaking = (): void => {
  if ("speechSynthesis" in window) speechSynthesis.cancel();
};
