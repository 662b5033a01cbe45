/** The language of a server-rendered page: what the browser prefers among those we write. */
export type Language = "en" | "de";

/** Reads Accept-Language; the first of its languages that we have, by weight, else English. */
export const preferredLanguage = (header: string | undefined): Language => {
  const wanted = (header ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().split(";");
      const weight = parameters
        .map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1])
        .find((q) => q !== undefined);
      return { language: tag.toLowerCase().split("-")[0], weight: weight === undefined ? 1 : Number(weight) };
    })
    .sort((a, b) => b.weight - a.weight);
  for (const { language, weight } of wanted) {
    if ((language === "en" || language === "de") && weight > 0) return language;
  }
  return "en";
};
