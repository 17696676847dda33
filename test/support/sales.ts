import type { Answer, Caller, TestActor, TestApp } from './app.js';
import { aCustomer, aProduct, made } from './makers.js';
import type { Made } from './makers.js';

export const SALES_ORDERS = '/sales/orders';

/** What a call was refused with. */
export const refused = ({ status, body }: Answer): [number, string | undefined] => [status, body?.error_code];

/** A product that is sold. */
export function aSoldProduct(app: TestApp, given: object = {}): Promise<Made> {
  return aProduct(app, { is_sold: true, ...given });
}

export interface SoldLine {
  readonly product_id?: string;
  readonly quantity?: number;
  readonly unit_price?: string;
  readonly [field: string]: unknown;
}

/** A draft of the administrator for a customer of its own, of new products, unless told otherwise. */
export async function aSalesOrder(
  app: TestApp,
  given: { customer_id?: string; lines?: SoldLine[]; [field: string]: unknown } = {},
  who: TestActor = app.admin,
): Promise<Made> {
  const { lines = [{ quantity: 10, unit_price: '2.50' }], ...head } = given;
  const whole = [];
  for (const line of lines) whole.push({ product_id: line.product_id ?? (await aSoldProduct(app)).id, ...line });
  const customer_id = given.customer_id ?? (await aCustomer(app)).id;
  if (who === app.admin) return made(app, SALES_ORDERS, { customer_id, ...head, lines: whole });
  const answer = await app.as(who).post(SALES_ORDERS, { customer_id, ...head, lines: whole });
  if (answer.status !== 201) throw new Error(`The draft answered ${answer.status}: ${answer.text}`);
  return answer.body;
}

/** A step that has to succeed. */
export async function sold(who: Caller, order: { id: string }, event: string, body: object = {}): Promise<Made> {
  const answer = await who.post(`${SALES_ORDERS}/${order.id}/${event}`, body);
  if (answer.status !== 200) throw new Error(`${event} answered ${answer.status}: ${answer.text}`);
  return answer.body;
}
