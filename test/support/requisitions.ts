import { RequestContext, systemActor } from '../../src/kernel/security/index.js';
import { RequisitionLines } from '../../src/purchasing/index.js';
import type { FollowedStage, LineFigures } from '../../src/purchasing/index.js';
import type { Answer, Caller, TestApp } from './app.js';
import { aProduct } from './makers.js';
import type { Made } from './makers.js';

export const REQUISITIONS = '/purchasing/requisitions';
export const REQUISITION_LINES = '/purchasing/requisition-lines';

/** A requisition that had to be made, drafted by whoever calls; a line of ten pieces of a new product unless told otherwise. */
export async function aRequisition(
  app: TestApp,
  who: Caller,
  given: Record<string, unknown> & { lines?: object[] } = {},
): Promise<Made> {
  const lines = given.lines ?? [{ product_id: (await aProduct(app)).id, quantity: 10 }];
  return expected(await who.post(REQUISITIONS, { ...given, lines }), 201);
}

/** The body of an answer that had to be this. */
export function expected(answer: Answer, status = 200): Made {
  if (answer.status !== status) throw new Error(`answered ${answer.status} instead of ${status}: ${answer.text}`);
  return answer.body;
}

/** A requisition that was submitted, and approved by somebody else. */
export async function anApproved(
  app: TestApp,
  requester: Caller,
  reviewer: Caller,
  given: Record<string, unknown> & { lines?: object[] } = {},
): Promise<Made> {
  const { id, lines } = await aRequisition(app, requester, given);
  expected(await requester.post(`${REQUISITIONS}/${id}/submit`));
  const decisions = lines.map(({ line_no }: Made) => ({ line_no, decision: 'approve' }));
  return expected(await reviewer.post(`${REQUISITIONS}/${id}/review`, { lines: decisions }));
}

/** What orders, shipments and receipts do to lines, in their name. */
export function following<T>(app: TestApp, work: (lines: RequisitionLines) => Promise<T>): Promise<T> {
  const actor = systemActor(new Set(), [app.company_id]);
  // Counted like the statements of a request, which the work of the system itself is not.
  const context = { ...RequestContext.forSystem(actor, 'test'), user_agent: 'test' };
  return RequestContext.run(context, () => work(app.nest.get(RequisitionLines, { strict: false })));
}

/** Takes all stages up to one for a quantity of a line. */
export async function upTo(
  app: TestApp,
  line_id: string,
  stage: FollowedStage,
  quantity: number,
): Promise<LineFigures> {
  const stages = ['order', 'confirm', 'ship', 'receive', 'put_away'] as const;
  let last: LineFigures | undefined;
  for (const each of stages.slice(0, stages.indexOf(stage) + 1))
    [last] = await following(app, (lines) => lines.follow(each, [{ line_id, quantity }]));
  return last!;
}

/** The state of a line, as the database has it. */
export async function lineOf(app: TestApp, id: string): Promise<Made> {
  return (await app.db.query('select * from erp.requisition_lines where id = $1', [id])).rows[0];
}
