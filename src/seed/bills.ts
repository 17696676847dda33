import type { INestApplicationContext } from '@nestjs/common';
import { BomService } from '../warehouse/index.js';
import type { DemoIds } from './master-data.js';
import { TOYS } from './soft-toy-factory.js';

/** Metres of thread that sewing one toy takes. */
const SEWING_THREAD_M = 12;
const EMBROIDERY_THREAD_M = 3;
const CUTTING_SCRAP_PERCENT = '4';

type Line = readonly [sku: string, quantity: number, operation: string, scrap_percent?: string];

/** Three levels: fabric to cut set, cut set to sewn skin, skin to packed toy. */
export async function seedBills(app: INestApplicationContext, ids: DemoIds): Promise<void> {
  const bills = app.get(BomService, { strict: false });
  const activate = async (sku: string, lines: readonly Line[]): Promise<void> => {
    await bills.create({
      product_id: ids.products.get(sku)!,
      revision: 'A',
      type: 'manufacturing',
      output_quantity: 1,
      activate: true,
      lines: lines.map(([component, quantity, operation, scrap_percent = '0']) => ({
        kind: 'component',
        component_id: ids.products.get(component)!,
        quantity,
        scrap_percent,
        cost_share_percent: '0',
        operation,
        issue_method: 'backflush',
        substitutes: [],
      })),
    });
  };
  for (const toy of TOYS) {
    await activate(
      `CUT-${toy.code}`,
      toy.fabric.map(([sku, centimetres]): Line => [sku, centimetres, 'CUTTING', CUTTING_SCRAP_PERCENT]),
    );
    await activate(`SKIN-${toy.code}`, [
      [`CUT-${toy.code}`, 1, 'SEWING'],
      [toy.embroidery, EMBROIDERY_THREAD_M, 'EMBROIDERY'],
      [toy.thread, SEWING_THREAD_M, 'SEWING'],
      ['LBL-CARE', 1, 'SEWING'],
    ]);
    await activate(`TOY-${toy.code}`, [
      [`SKIN-${toy.code}`, 1, 'STUFFING'],
      ['FIL-POLY', toy.filling_grams, 'STUFFING', '2'],
      [toy.eyes, 2, 'FINISHING', '1'],
      ...toy.extras.map(([sku, quantity]): Line => [sku, quantity, 'FINISHING']),
      ['TAG-BRAND', 1, 'PACKING'],
      ['BAG-POLY', 1, 'PACKING'],
    ]);
  }
}
