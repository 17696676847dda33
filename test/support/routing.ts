import type { TestApp } from './app.js';
import { aMadeProduct, made, unique } from './makers.js';
import type { Made } from './makers.js';

/** A work centre of our own with one place, unless told otherwise. */
export function aWorkCentre(app: TestApp, given: object = {}): Promise<Made> {
  const code = unique('WC');
  return made(app, '/ppic/work-centres', { code, name: `Work centre ${code}`, ...given });
}

/** A draft of a routing for a new part, unless told otherwise; its operations are all at one work centre where they name none. */
export async function aRouting(
  app: TestApp,
  operations: readonly Record<string, unknown>[],
  given: Record<string, unknown> = {},
): Promise<Made> {
  const product_id = given['product_id'] ?? (await aMadeProduct(app)).id;
  const work_centre_id = operations.every((each) => 'work_centre_id' in each) ? undefined : (await aWorkCentre(app)).id;
  return made(app, '/ppic/routings', {
    product_id,
    operations: operations.map((each, index) => ({ name: `OP-${index + 1}`, work_centre_id, run_minutes: 1, ...each })),
    ...given,
  });
}

/** Lets a routing be used, and fails loudly when that is refused. */
export async function activated(app: TestApp, routing: Made, body: object = {}): Promise<Made> {
  const answer = await app.as(app.admin).post(`/ppic/routings/${routing.id}/activate`, body);
  if (answer.status !== 200) throw new Error(`activate answered ${answer.status}: ${answer.text}`);
  return answer.body;
}
