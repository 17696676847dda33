import type { Caller, TestApp } from './app.js';
import { aProduct, aReceipt, made, unique } from './makers.js';
import type { Made } from './makers.js';

export const aReason = (app: TestApp, severity = 'major'): Promise<Made> =>
  made(app, '/quality/defect-reasons', { code: unique('D'), name: 'Not good', severity });

/** An active plan that looks at every piece, incoming, unless told otherwise. */
export async function aPlan(app: TestApp, given: Record<string, unknown>): Promise<Made> {
  const plan = await made(app, '/quality/plans', {
    kind: 'incoming',
    revision: unique('R'),
    sampling: 'all',
    ...given,
  });
  const { body } = await app.as(app.admin).post(`/quality/plans/${plan.id}/activate`, {});
  return body;
}

export const COLOUR = { characteristic_no: 1, name: 'Colour', type: 'attribute', severity: 'major' };

/** Pieces received of a product with a plan, and their inspection, started. */
export async function anInspection(
  app: TestApp,
  plan: Record<string, unknown> = {},
  { quantity = 10, unit_cost = '2.00', product = {} }: { quantity?: number; unit_cost?: string; product?: object } = {},
): Promise<{ path: string; product: Made; receipt: Made; inspection: Made; plan: Made }> {
  const admin: Caller = app.as(app.admin);
  const made_ = await aProduct(app, product);
  const active = await aPlan(app, { product_id: made_.id, ...plan });
  const receipt = await aReceipt(app, made_.id, quantity, unit_cost);
  const { body } = await admin.post(`/quality/inspections/from-movement/${receipt.id}`);
  const path = `/quality/inspections/${body.inspections[0].id}`;
  const { body: inspection } = await admin.post(`${path}/start`);
  return { path, product: made_, receipt, inspection, plan: active };
}
