import type { TestApp } from './app.js';
import { aProduct, made, unique } from './makers.js';
import type { Made } from './makers.js';

/** A product with its active bill and stock of every component, ready to be ordered. */
export interface Workshop {
  readonly product: Made;
  readonly components: readonly Made[];
  readonly bom: Made;
}

export interface WorkshopLine {
  /** Pieces for `output_quantity` of the product. */
  readonly quantity: number;
  /** In stock to begin with. */
  readonly stock?: number;
  readonly unit_cost?: string;
  readonly issue_method?: 'backflush' | 'manual';
  readonly scrap_percent?: string;
  readonly kind?: 'component' | 'co_product' | 'by_product';
  readonly cost_share_percent?: string;
}

/** Makes a product, its components, their stock and an active bill. */
export async function aWorkshop(
  app: TestApp,
  lines: readonly WorkshopLine[],
  given: { output_quantity?: number } = {},
): Promise<Workshop> {
  const product = await aProduct(app, { sku: unique('BEAR'), type: 'finished_good', is_manufactured: true });
  const components: Made[] = [];
  for (const line of lines) {
    const component = await aProduct(app, { sku: unique('PART') });
    components.push(component);
    if (line.stock) await inStock(app, component.id, line.stock, line.unit_cost ?? '1');
  }
  const bom = await made(app, '/warehouse/bom', {
    product_id: product.id,
    activate: true,
    lines: lines.map(({ quantity, issue_method, scrap_percent, kind, cost_share_percent }, index) => ({
      component_id: components[index].id,
      quantity,
      ...(issue_method && { issue_method }),
      ...(scrap_percent && { scrap_percent }),
      ...(kind && { kind }),
      ...(cost_share_percent && { cost_share_percent }),
    })),
    ...given,
  });
  return { product, components, bom };
}

/** A draft order. */
export function anOrder(app: TestApp, productId: string, quantity: number, given: object = {}): Promise<Made> {
  return made(app, '/ppic/manufacturing-orders', { product_id: productId, planned_quantity: quantity, ...given });
}

/** Does one thing to an order as the administrator, and fails loudly when that is refused. */
export async function act(app: TestApp, orderId: string, action: string, body: object = {}): Promise<Made> {
  const answer = await app.as(app.admin).post(`/ppic/manufacturing-orders/${orderId}/${action}`, body);
  if (answer.status >= 300) throw new Error(`${action} answered ${answer.status}: ${answer.text}`);
  return answer.body;
}

/** An order that is in production. */
export async function aStartedOrder(
  app: TestApp,
  productId: string,
  quantity: number,
  given: object = {},
): Promise<Made> {
  const order = await anOrder(app, productId, quantity, given);
  await act(app, order.id, 'approve');
  return act(app, order.id, 'start');
}

/** Receives pieces of a product at a unit cost. */
export async function inStock(app: TestApp, productId: string, quantity: number, unitCost: string): Promise<void> {
  const client = await app.db.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('erp.actor', $1, true), set_config('erp.request_id', 'test', true)`, [
      app.admin.id,
    ]);
    await client.query(
      `select erp.post_stock_movement(jsonb_build_object('movements', jsonb_build_array(jsonb_build_object('type', 'receipt', 'company_id', c.id,
        'lines', jsonb_build_array(jsonb_build_object('product_id', $1::uuid, 'quantity', $2::bigint, 'unit_cost', $3::numeric,
          'from_location_id', s.id, 'to_location_id', t.id))))))
         from erp.companies c join erp.locations s on s.company_id = c.id and s.code = 'SUPPLIER'
         join erp.locations t on t.company_id = c.id and t.code = 'STOCK' where c.id = $4`,
      [productId, quantity, unitCost, app.company_id],
    );
    await client.query('commit');
  } finally {
    client.release();
  }
}

/** On hand, reserved, quantity and value of a product over the whole company. */
export async function stockOf(
  app: TestApp,
  productId: string,
): Promise<{ on_hand: number; reserved: number; value: string }> {
  const { rows } = await app.db.query<{ on_hand: string; reserved: string; value: string }>(
    `select coalesce((select sum(on_hand) from erp.stock_balances where product_id = $1), 0) as on_hand,
            coalesce((select sum(reserved) from erp.stock_balances where product_id = $1), 0) as reserved,
            coalesce((select sum(value) from erp.stock_valuations where product_id = $1), 0)::numeric(15,2)::text as value`,
    [productId],
  );
  const row = rows[0]!;
  return { on_hand: Number(row.on_hand), reserved: Number(row.reserved), value: row.value };
}
