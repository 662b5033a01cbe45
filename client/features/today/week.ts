/** ISO 8601 week number of the device's local day: week 1 has the year's first Thursday. */
export const weekOf = (at: number): number => {
  const local = new Date(at);
  const day = new Date(Date.UTC(local.getFullYear(), local.getMonth(), local.getDate()));
  const weekday = (day.getUTCDay() + 6) % 7;
  day.setUTCDate(day.getUTCDate() - weekday + 3);
  const thursday = day.getTime();
  const first = new Date(Date.UTC(day.getUTCFullYear(), 0, 4));
  first.setUTCDate(first.getUTCDate() - ((first.getUTCDay() + 6) % 7) + 3);
  return 1 + Math.round((thursday - first.getTime()) / (7 * 86_400_000));
};
