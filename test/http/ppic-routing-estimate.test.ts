import { startTestApp } from '../support/app.js';
import type { Answer, Caller, TestApp } from '../support/app.js';
import { aSupplier, made, unique } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { aRouting, aWorkCentre } from '../support/routing.js';

let app: TestApp;
let admin: Caller;
let calendar: Made;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  calendar = await made(app, '/calendars', { code: unique('CAL'), name: 'One shift' });
  const breaks = [{ starts_at: '12:00', ends_at: '13:00' }];
  await admin.put(`/calendars/${calendar.id}/shifts`, {
    shifts: [{ name: 'Day', starts_at: '07:00', ends_at: '16:00', breaks }],
  });
});
afterAll(() => app?.close());

const estimate = (routing: Made, query: string, caller: Caller = admin): Promise<Answer> =>
  caller.get(`/ppic/routings/${routing.id}/estimate?${query}`);
const FRIDAY = 'start=2026-08-14T07:00:00%2B07:00';

/** Cutting at 2 tables, sewing at 10 machines for 90 percent, embroidery outside, packing: 1,000 bears. */
async function bear(): Promise<Made> {
  const calendar_id = calendar.id;
  const rates = { calendar_id, labour_rate: '30000', machine_rate: '6000', overhead_percent: '10' };
  const cutting = await aWorkCentre(app, { ...rates, capacity: 2 });
  const sewing = await aWorkCentre(app, { ...rates, capacity: 10, efficiency_percent: '90' });
  const embroidery = await aWorkCentre(app, {
    kind: 'subcontract',
    supplier_id: (await aSupplier(app)).id,
    price_per_piece: '1500',
    calendar_id,
  });
  const packing = await aWorkCentre(app, { ...rates, people_per_place: 3 });
  return aRouting(app, [
    {
      name: 'CUTTING',
      work_centre_id: cutting.id,
      setup_minutes: 20,
      run_minutes: 1,
      run_quantity: 4,
      move_minutes: 10,
    },
    {
      name: 'SEWING',
      work_centre_id: sewing.id,
      setup_minutes: 9,
      run_minutes: 9,
      run_quantity: 2,
      buffer_percent: '3',
      scrap_percent: '2',
      quality_gate: true,
    },
    {
      name: 'EMBROIDERY',
      work_centre_id: embroidery.id,
      run_minutes: 1,
      run_quantity: 10,
      predecessors: [10],
      queue_minutes: 60,
    },
    { name: 'PACKING', work_centre_id: packing.id, run_minutes: 1, run_quantity: 5, predecessors: [20, 30] },
  ]);
}

describe('an estimate', () => {
  it('of 1,000 bears holds what a person adds up', async () => {
    const { status, body } = await estimate(await bear(), `quantity=1000&${FRIDAY}`);
    expect(status).toBe(200);
    expect(body.operations).toMatchObject([
      {
        // Sewing makes 1,030, so cutting does: 257.5 minutes over 2 tables and 20 before; 2 * 20 + 257.5 in all.
        number: 10,
        quantity: 1030,
        places: 2,
        duration_minutes: 149,
        machine_minutes: 298,
        earliest_start: '2026-08-14T07:00:00.000+07:00',
        earliest_finish: '2026-08-14T09:29:00.000+07:00',
        // 298 minutes at 30,000 an hour, at 6,000 an hour, and 10 percent.
        cost: {
          labour_cost: '149000.00',
          machine_cost: '29800.00',
          overhead_cost: '17880.00',
          total_cost: '196680.00',
        },
      },
      {
        // (9 + 4,635 / 10) / 0.9 = 525; all places (90 + 4,635) / 0.9 = 5,250. Friday from 09:39: 381 minutes, 144 on Monday.
        number: 20,
        quantity: 1030,
        scrap_allowed: 20,
        places: 10,
        duration_minutes: 525,
        machine_minutes: 5250,
        earliest_start: '2026-08-14T09:39:00.000+07:00',
        earliest_finish: '2026-08-17T10:24:00.000+07:00',
        slack_minutes: 0,
        cost: {
          labour_cost: '2625000.00',
          machine_cost: '525000.00',
          overhead_cost: '315000.00',
          total_cost: '3465000.00',
        },
      },
      {
        number: 30,
        quantity: 1000,
        duration_minutes: 100,
        earliest_start: '2026-08-14T10:39:00.000+07:00',
        earliest_finish: '2026-08-14T13:19:00.000+07:00',
        cost: { labour_cost: '0.00', subcontract_cost: '1500000.00', total_cost: '1500000.00' },
      },
      {
        // 200 minutes from 10:24: 96 before the break, 104 after it.
        number: 40,
        duration_minutes: 200,
        labour_minutes: 600,
        earliest_start: '2026-08-17T10:24:00.000+07:00',
        earliest_finish: '2026-08-17T14:44:00.000+07:00',
        cost: {
          labour_cost: '300000.00',
          machine_cost: '20000.00',
          overhead_cost: '32000.00',
          total_cost: '352000.00',
        },
      },
    ]);
    expect(body).toMatchObject({
      start: '2026-08-14T07:00:00.000+07:00',
      finish: '2026-08-17T14:44:00.000+07:00',
      critical_path: [10, 20, 40],
      cost: {
        labour_cost: '3074000.00',
        machine_cost: '574800.00',
        overhead_cost: '364880.00',
        subcontract_cost: '1500000.00',
        total_cost: '5513680.00',
        cost_per_piece: '5513.680000',
        currency_code: 'IDR',
        without_price: [],
      },
    });
  });

  it('until a day begins as late as it can', async () => {
    const { body } = await estimate(await bear(), 'quantity=1000&due=2026-08-17T14:44:00%2B07:00');
    expect([body.start, body.finish]).toEqual(['2026-08-14T07:00:00.000+07:00', '2026-08-17T14:44:00.000+07:00']);
    // Embroidery may be done at 10:24 on Monday, after 96 of its 100 minutes there: 144 are, so it begins at 08:44.
    expect(body.operations[2]).toMatchObject({ latest_start: '2026-08-17T08:44:00.000+07:00' });
  });

  it('lets the next operation begin with the first pieces', async () => {
    const at = { work_centre_id: (await aWorkCentre(app, { calendar_id: calendar.id })).id };
    const routing = await aRouting(app, [
      { ...at, name: 'A', run_minutes: 2, overlap_quantity: 10 },
      { ...at, name: 'B', run_minutes: 1 },
    ]);
    // A is done at 08:40; B works 10 at the last ten pieces: done at 08:50, begun at 08:00.
    const { body } = await estimate(routing, `quantity=50&${FRIDAY}`);
    expect(body.operations[1]).toMatchObject({
      earliest_start: '2026-08-14T08:00:00.000+07:00',
      earliest_finish: '2026-08-14T08:50:00.000+07:00',
    });
    const few = await estimate(routing, `quantity=10&${FRIDAY}`);
    expect(few.body.operations[1].earliest_start).toBe('2026-08-14T07:20:00.000+07:00');
  });

  it("takes the operation's price before the work centre's, and says which has none", async () => {
    const supplier_id = (await aSupplier(app)).id;
    const work_centre_id = (await aWorkCentre(app, { kind: 'subcontract', supplier_id })).id;
    const routing = await aRouting(app, [
      { name: 'A', work_centre_id },
      { name: 'B', work_centre_id, price_per_piece: '0.125' },
    ]);
    const { body } = await estimate(routing, `quantity=3&${FRIDAY}`);
    expect(body.cost).toMatchObject({ total_cost: '0.38', cost_per_piece: '0.126667', without_price: [10] });
    // Without a calendar work goes on round the clock.
    expect(body.finish).toBe('2026-08-14T07:06:00.000+07:00');
  });

  it('shows no cost to those who may not see it', async () => {
    const reader = app.as(await app.actor({ permissions: ['ppic.routings.read'] }));
    const { body } = await estimate(await bear(), 'quantity=10', reader);
    expect([body.cost, body.operations[0].cost]).toEqual([null, null]);
    expect(body.operations[0].duration_minutes).toBe(22);
  });

  it('refuses what has no answer', async () => {
    const routing = await bear();
    expect((await estimate(routing, `quantity=10&${FRIDAY}&due=2026-08-18T00:00:00Z`)).status).toBe(422);
    expect((await estimate(routing, 'quantity=0')).status).toBe(400);
    expect((await estimate(routing, `quantity=9007199254740991`)).body.error_code).toBe('VALUE_OUT_OF_RANGE');
    expect((await estimate(routing, `quantity=100000000&${FRIDAY}`)).body.error_code).toBe('OUT_OF_CALENDAR');
    expect((await estimate(await aRouting(app, []), 'quantity=1')).body.error_code).toBe('ROUTING_NOT_READY');
  });
});
