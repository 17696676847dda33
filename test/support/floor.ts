import type { Answer, Caller, TestApp } from './app.js';
import { aDepartment, made, unique } from './makers.js';
import type { Made } from './makers.js';
import { act, anOrder, inStock } from './production.js';
import { aRouting, aWorkCentre, activated } from './routing.js';
import { aMadeProduct, aProduct } from './makers.js';

/** One operation of a floor, with the component that it uses. */
export interface FloorOperation {
  readonly name: string;
  /** Operations of the same department hand over by themselves. */
  readonly department?: string;
  readonly component?: { quantity: number; stock: number; unit_cost: string; issue_method?: string };
  readonly centre?: object;
  readonly [field: string]: unknown;
}

export interface Floor {
  readonly product: Made;
  readonly components: Readonly<Record<string, Made>>;
  readonly departments: Readonly<Record<string, Made>>;
  readonly centres: Readonly<Record<string, Made>>;
  readonly routing: Made;
}

/** An hour of a work centre of the floor: 6.00 for people, 3.00 for machines, and 10 % on both. */
export const RATES = { labour_rate: '6.00', machine_rate: '3.00', overhead_percent: '10' };

/** A product with its bill, stock, work centres, departments and default routing. */
export async function aFloor(
  app: TestApp,
  operations: readonly FloorOperation[],
  { lines = [], product = {} }: { lines?: readonly object[]; product?: object } = {},
): Promise<Floor> {
  const [departments, centres, components] = [{}, {}, {}] as Record<string, Made>[];
  const made_ = await aMadeProduct(app, product);
  for (const { name, department, component, centre } of operations) {
    if (department) departments![department] ??= await aDepartment(app, { code: unique(department) });
    centres![name] = await aWorkCentre(app, { ...RATES, department_id: departments![department ?? '']?.id, ...centre });
    if (!component) continue;
    components![name] = await aProduct(app, { sku: unique(name) });
    if (component.stock > 0) await inStock(app, components![name].id, component.stock, component.unit_cost);
  }
  await made(app, '/warehouse/bom', {
    product_id: made_.id,
    activate: true,
    lines: [
      ...operations.flatMap(({ name, component }) =>
        component
          ? [
              {
                component_id: components![name].id,
                quantity: component.quantity,
                operation: name,
                ...(component.issue_method && { issue_method: component.issue_method }),
              },
            ]
          : [],
      ),
      ...lines,
    ],
  });
  const routing = await aRouting(
    app,
    operations.map(({ department: _department, component: _component, centre: _centre, ...operation }) => ({
      work_centre_id: centres![operation['name'] as string].id,
      run_minutes: 1,
      ...operation,
    })),
    { product_id: made_.id },
  );
  return {
    product: made_,
    components: components!,
    departments: departments!,
    centres: centres!,
    routing: await activated(app, routing),
  };
}

/** A released order and its work orders by the names of their operations. */
export async function onTheFloor(
  app: TestApp,
  productId: string,
  quantity: number,
  { release = {}, ...given }: { release?: object; [field: string]: unknown } = {},
): Promise<{ order: Made; work: Record<string, Made> }> {
  const order = await anOrder(app, productId, quantity, given);
  await act(app, order.id, 'approve');
  const query = new URLSearchParams(release as Record<string, string>).toString();
  await act(app, order.id, query ? `release?${query}` : 'release');
  return { order, work: await workOf(app, order.id) };
}

/** The work orders of an order by the names of their operations, as they are now. */
export async function workOf(app: TestApp, orderId: string): Promise<Record<string, Made>> {
  const { body } = await app.as(app.admin).get(`/ppic/work-orders?order_id=${orderId}&limit=200&sort=number`);
  return Object.fromEntries(body.data.map((work: Made) => [work.name, work]));
}

/** Does one thing at a work order as the administrator. */
export function at(app: TestApp, workOrderId: string, action: string, body: object = {}): Promise<Answer> {
  return app.as(app.admin).post(`/ppic/work-orders/${workOrderId}/${action}`, body);
}

/** The same, and fails loudly when it is refused. */
export async function done(app: TestApp, workOrderId: string, action: string, body: object = {}): Promise<Made> {
  const answer = await at(app, workOrderId, action, body);
  if (answer.status >= 300) throw new Error(`${action} answered ${answer.status}: ${answer.text}`);
  return answer.body;
}

/** Hands all that is good to the next operation, which accepts it (or what it is told to). */
export async function handOn(
  app: TestApp,
  workOrderId: string,
  offer: object = {},
  acceptance: object = {},
): Promise<Made> {
  const caller: Caller = app.as(app.admin);
  const offered = await caller.post(`/ppic/work-orders/${workOrderId}/hand-overs`, offer);
  if (offered.status !== 201) throw new Error(`hand-over answered ${offered.status}: ${offered.text}`);
  const accepted = await caller.post(`/ppic/hand-overs/${offered.body.id}/accept`, acceptance);
  if (accepted.status !== 200) throw new Error(`accept answered ${accepted.status}: ${accepted.text}`);
  return accepted.body;
}
