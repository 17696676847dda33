import { addDays } from '../../master-data/index.js';

/** When an invoice is due: so many days after its date, and then, where the terms say so, at the end of that month. Dates are YYYY-MM-DD. */
export function dueDate(
  invoiceDate: string,
  { net_days, end_of_month }: { readonly net_days: number; readonly end_of_month: boolean },
): string {
  const day = addDays(invoiceDate, net_days);
  if (!end_of_month) return day;
  const [year, month] = day.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}
