import { err, ok } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import type { SettingsProblem } from "./errors";

/** Outer and repeated spaces are never part of a name. */
export const checkName = (text: string, max: number): Result<string, SettingsProblem> => {
  const name = text.trim().replaceAll(/\s+/g, " ");
  if (name === "") return err({ type: "NameMissing" });
  return name.length > max ? err({ type: "NameTooLong", max }) : ok(name);
};
