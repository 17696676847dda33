import type { Answer, Caller, TestActor, TestApp } from './app.js';
import { aProduct, aSupplier, made, placesOf } from './makers.js';
import type { Made } from './makers.js';

export const ORDERS = '/purchasing/orders';

/** A buyer and who approves, each with a role of the seed. */
export interface Purchasers {
  readonly buyer: TestActor;
  readonly manager: TestActor;
}

export async function purchasers(app: TestApp): Promise<Purchasers> {
  return { buyer: await app.actor({ role: 'purchasing' }), manager: await app.actor({ role: 'purchasing_manager' }) };
}

/** A step that has to succeed. */
export async function stepped(who: Caller, order: Made, event: string, body: object = {}): Promise<Made> {
  const answer = await who.post(`${ORDERS}/${order.id}/${event}`, body);
  if (answer.status !== 200) throw new Error(`${event} answered ${answer.status}: ${answer.text}`);
  return answer.body;
}

export interface OrderedLine {
  readonly product_id?: string;
  readonly quantity?: number;
  readonly unit_price?: string;
  readonly [field: string]: unknown;
}

/** A draft of the administrator for a supplier of its own, of new materials, unless told otherwise. */
export async function aPurchaseOrder(
  app: TestApp,
  given: { supplier_id?: string; lines?: OrderedLine[]; [field: string]: unknown } = {},
): Promise<Made> {
  const { lines = [{ quantity: 10, unit_price: '2.50' }], ...head } = given;
  const whole = [];
  for (const line of lines) whole.push({ product_id: line.product_id ?? (await aProduct(app)).id, ...line });
  const supplier_id = given.supplier_id ?? (await aSupplier(app)).id;
  return made(app, ORDERS, { supplier_id, ...head, lines: whole });
}

/** The same, approved by another person and sent. */
export async function aSentOrder(app: TestApp, given: Parameters<typeof aPurchaseOrder>[1] = {}): Promise<Made> {
  const order = await aPurchaseOrder(app, given);
  const admin = app.as(app.admin);
  await stepped(admin, order, 'submit');
  await stepped(app.as(await approverOf(app)), order, 'approve');
  return stepped(admin, order, 'send');
}

const approvers = new WeakMap<TestApp, Promise<TestActor>>();

/** Somebody who approves, the same for all orders of a test. */
export function approverOf(app: TestApp): Promise<TestActor> {
  let known = approvers.get(app);
  if (!known) approvers.set(app, (known = app.actor({ role: 'super_admin' })));
  return known;
}

/** A line of a requisition as its reviewer has left it: approved. */
export async function anApprovedLine(
  app: TestApp,
  given: { product_id: string; quantity: number; suggested_supplier_id?: string; needed_by?: string },
): Promise<{ id: string }> {
  const { WH } = await placesOf(app);
  const head = await app.db.query<{ id: string }>(
    `insert into erp.requisitions (company_id, warehouse_id, requested_by, submitted_at, created_by, state)
     values ($1, $2, $3, now(), $3, 'submitted') returning id`,
    [app.company_id, WH, app.admin.id],
  );
  const { rows } = await app.db.query<{ id: string }>(
    `insert into erp.requisition_lines (requisition_id, line_no, product_id, quantity, approved_quantity, state, reviewed_by, reviewed_at, needed_by, suggested_supplier_id)
     values ($1, 1, $2, $3, $3, 'approved', $4, now(), $5, $6) returning id`,
    [
      head.rows[0]!.id,
      given.product_id,
      given.quantity,
      app.admin.id,
      given.needed_by ?? null,
      given.suggested_supplier_id ?? null,
    ],
  );
  return rows[0]!;
}

/** How far a line of a requisition is: its state, and what it counts stage by stage. */
export async function requestedLine(app: TestApp, id: string): Promise<[string, ...number[]]> {
  const { rows } = await app.db.query<Record<string, string>>(
    `select state, ordered_quantity, confirmed_quantity, shipped_quantity, received_quantity, put_away_quantity from erp.requisition_lines where id = $1`,
    [id],
  );
  const { state, ...figures } = rows[0]!;
  return [state!, ...Object.values(figures).map(Number)];
}

/** Status and code of a refusal. */
export const refusal = (answer: Answer): unknown[] => [answer.status, answer.body?.error_code];

/** How many answers have which status. */
export function statuses(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
