/**
 * A date of six digits YYMMDD as an ISO date. The century is the one that brings the year within 49 years after and 50 before today
 * (GS1 General Specifications, 7.12); day 00 is the last day of the month.
 * @param today ISO date
 * @returns null for a day that does not exist
 */
export function gs1Date(digits: string, today: string): string | null {
  const [year, month, day] = [0, 2, 4].map((at) => Number(digits.slice(at, at + 2))) as [number, number, number];
  const century = Math.floor(Number(today.slice(0, 4)) / 100) * 100;
  const ahead = year - (Number(today.slice(0, 4)) % 100);
  const full = century + year + (ahead >= 51 ? -100 : ahead <= -50 ? 100 : 0);
  if (month < 1 || month > 12) return null;
  const last = new Date(Date.UTC(full, month, 0)).getUTCDate();
  if (day > last) return null;
  return `${full}-${digits.slice(2, 4)}-${String(day === 0 ? last : day).padStart(2, '0')}`;
}

/** An ISO date as GS1 writes it. */
export function gs1DateDigits(date: string): string {
  return date.slice(2).replaceAll('-', '');
}
