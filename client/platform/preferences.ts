/**
 * Small settings of this browser profile (language, theme, sound), not of the company. Where the browser refuses
 * to store them they last as long as the page.
 */
const remembered = new Map<string, string>();
const prefix = "eventkit.";

export const readPreference = (name: string): string | undefined => {
  try {
    return localStorage.getItem(prefix + name) ?? undefined;
  } catch {
    return remembered.get(name);
  }
};

export const writePreference = (name: string, value: string): void => {
  remembered.set(name, value);
  try {
    localStorage.setItem(prefix + name, value);
  } catch {
    // Private mode or storage full: remembered for this page only.
  }
};
