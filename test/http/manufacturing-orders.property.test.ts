import fc from 'fast-check';
import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import type { Made } from '../support/makers.js';
import { aStartedOrder, aWorkshop, inStock } from '../support/production.js';
import type { Workshop } from '../support/production.js';

const orders = '/ppic/manufacturing-orders';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
  app.checkContract = false;
});
afterAll(() => app?.close());

type Step =
  | { do: 'report'; good: number; rejected: number; lost: number }
  | { do: 'issue'; component: number; quantity: number }
  | { do: 'reverse'; which: number }
  | { do: 'receive'; component: number; quantity: number; cents: number }
  | { do: 'pause' };

const small = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('report' as const), good: small(5), rejected: small(2), lost: small(2) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('issue' as const),
      component: small(1),
      quantity: fc.integer({ min: 1, max: 9 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('reverse' as const), which: small(20) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('receive' as const),
      component: small(1),
      quantity: fc.integer({ min: 1, max: 20 }),
      cents: fc.integer({ min: 1, max: 5000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pause' as const) }) },
);
const plan = fc.record({
  ratios: fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 })),
  output_quantity: fc.integer({ min: 1, max: 5 }),
  share: fc.integer({ min: 0, max: 60 }),
  costs: fc.tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 1, max: 9999 })),
  steps: fc.array(step, { maxLength: 12 }),
  end: fc.constantFrom('short-close' as const, 'cancel' as const, 'complete' as const),
});

/** Everything there is of these products: on stock, in progress and lost to variances, in cents. It may only move about. */
async function worth(workshop: Workshop, orderId: string): Promise<number> {
  const products = [workshop.product, ...workshop.components].map(({ id }) => id as string);
  const { rows } = await app.db.query<{ cents: string }>(
    `select 100 * (coalesce((select sum(value) from erp.stock_valuations where product_id = any($1)), 0)
       + erp.work_in_progress($2)
       + coalesce((select sum(variance_value) from erp.stock_value_adjustments where source_id = $2), 0)) as cents`,
    [products, orderId],
  );
  return Number(rows[0]!.cents);
}

async function take(orderId: string, workshop: Workshop, wanted: Step): Promise<number> {
  const caller = app.as(app.admin);
  const path = `${orders}/${orderId}`;
  switch (wanted.do) {
    case 'report': {
      const { good, rejected, lost } = wanted;
      const answer = await caller.post(`${path}/reports`, {
        good_quantity: good,
        rejected_quantity: rejected,
        lost_quantity: lost,
        ...(rejected && { rejected_reason_code: 'DEFECT' }),
        ...(lost && { lost_reason_code: 'SETUP' }),
      });
      expect([201, good + rejected + lost === 0 ? 422 : 409]).toContain(answer.status);
      return 0;
    }
    case 'issue': {
      const answer = await caller.post(`${path}/issues`, {
        lines: [{ product_id: workshop.components[wanted.component].id, quantity: wanted.quantity }],
      });
      expect([201, 409]).toContain(answer.status);
      return 0;
    }
    case 'reverse': {
      const all: Made[] = [];
      for (const kind of ['reports', 'issues']) {
        for (const row of (await caller.get(`${path}/${kind}?limit=100`)).body.data) all.push({ ...row, path: kind });
      }
      const chosen = all[wanted.which % Math.max(all.length, 1)];
      if (!chosen) return 0;
      const answer = await caller.post(`${path}/${chosen.path}/${chosen.id}/reverse`, { reason: 'checked' });
      expect(answer.status).toBe(chosen.reversed_at ? 409 : 200);
      return 0;
    }
    case 'receive':
      await inStock(app, workshop.components[wanted.component].id, wanted.quantity, (wanted.cents / 100).toFixed(2));
      return Math.round(wanted.quantity * wanted.cents);
    case 'pause':
      await caller.post(`${path}/pause`, { reason: 'pause' });
      expect((await caller.post(`${path}/resume`)).status).toBe(200);
      return 0;
  }
}

it('whatever is reported, issued and taken back, no piece and no cent is lost', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async ({ ratios, output_quantity, share, costs, steps, end }) => {
      const workshop = await aWorkshop(
        app,
        [
          ...ratios.map((quantity, index) => ({ quantity, stock: 200, unit_cost: (costs[index]! / 100).toFixed(2) })),
          { quantity: 1, kind: 'by_product' as const, cost_share_percent: String(share) },
        ],
        { output_quantity },
      );
      const order = await aStartedOrder(app, workshop.product.id, 10);
      let expected = await worth(workshop, order.id);
      for (const wanted of steps) {
        expected += await take(order.id, workshop, wanted);
        expect(await worth(workshop, order.id)).toBe(expected);
      }
      const caller = app.as(app.admin);
      const now = (await caller.get(`${orders}/${order.id}`)).body;
      const body =
        end === 'complete'
          ? { actual_quantity: Math.max(10, now.good_quantity), variance_override: true }
          : { reason: 'end' };
      const ended = await caller.post(`${orders}/${order.id}/${end}`, body);
      if (end === 'cancel' && ended.status === 409) {
        expect(ended.body.error_code).toBe('OUTPUT_POSTED');
        expect((await caller.post(`${orders}/${order.id}/short-close`, { reason: 'end' })).status).toBe(200);
      } else {
        expect(ended.status).toBe(200);
      }
      if (end !== 'cancel' || ended.status === 409) {
        const closed = await caller.post(`${orders}/${order.id}/close`);
        expect([closed.status, closed.body.work_in_progress]).toEqual([200, '0.00']);
      }
      expect(await worth(workshop, order.id)).toBe(expected);
      await expectIntegrity(app);
    }),
    { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 25), endOnFailure: true },
  );
}, 300_000);
