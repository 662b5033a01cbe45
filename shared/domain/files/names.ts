/** Names of files come from anywhere: what they may hold when shown and when saved. */

/** Steers text or hides in it: control characters, direction marks, zero-width characters. */
const hidden = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
/** Means something to a file system. */
const forbidden = /[\\/:*?"<>|]/g;
const longest = 200;

/** A name that can be shown and saved, never empty; its ending stays. */
export const cleanName = (name: string): string => {
  const plain = name.normalize("NFC").replace(hidden, "").replace(forbidden, "-").trim().replace(/^\.+/, "");
  if (plain === "") return "file";
  if (plain.length <= longest) return plain;
  const dot = plain.lastIndexOf(".");
  const ending = dot > 0 && plain.length - dot <= 12 ? plain.slice(dot) : "";
  return plain.slice(0, longest - ending.length) + ending;
};
