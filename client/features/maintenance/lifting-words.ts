/** Which words name what a report of lifting gear may say. */
export const basisWords = {
  "six-months": "basisSix",
  "twelve-months": "basisTwelve",
  scheme: "basisScheme",
  exceptional: "basisExceptional",
} as const;

export const defectWords = {
  none: "defectNone",
  danger: "defectDanger",
  "could-become-danger": "defectCould",
} as const;
