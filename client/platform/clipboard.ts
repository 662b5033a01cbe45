/** The clipboard, in a handler of the person's action. */

/** False when the browser refused; then show the text so that it can be copied by hand. */
export const copyText = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
};

/** Undefined when the browser refused or there is no text. */
export const pasteText = async (): Promise<string | undefined> => {
  try {
    const text = await navigator.clipboard.readText();
    return text === "" ? undefined : text;
  } catch {
    return undefined;
  }
};
