import { Injectable } from '@nestjs/common';
import { SupplierPricesService } from '../../master-data/index.js';
import { Rational, UNIT_COST_SCALE } from '../../kernel/numbers/index.js';
import type { ManufacturingOrder } from '../orders/manufacturing-order.entity.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { costOf } from '../routings/operation-figures.js';
import type { NewWorkOrder } from '../work-orders/work-order-plan.js';
import { SubcontractorPlaces } from './subcontractor-places.repository.js';

const OPERATION = { operation_no: 10, name: 'SUBCONTRACT' } as const;
/** A subcontractor's time is his own. */
const NO_TIME = { places: 1, duration_minutes: 0, machine_minutes: 0, labour_minutes: 0 };
const CENTRE = {
  kind: 'subcontract',
  capacity: 1,
  people_per_place: 0,
  efficiency_percent: '100',
  labour_rate: '0',
  machine_rate: '0',
  overhead_percent: '0',
} as const;

/** The one operation of an order that a subcontractor makes as a whole. */
@Injectable()
export class SubcontractOperation {
  constructor(
    private readonly prices: SupplierPricesService,
    private readonly places: SubcontractorPlaces,
  ) {}

  /** The work order, at the price of the order or of the supplier's list. @throws NO_SUBCONTRACT_PRICE */
  async of(order: ManufacturingOrder, supplierId: string, begin: string): Promise<NewWorkOrder> {
    const price = order.subcontract_price ?? (await this.listed(order, supplierId));
    return {
      ...CENTRE,
      ...OPERATION,
      number: `${order.number}-${OPERATION.operation_no}`,
      operation_id: null,
      is_last: true,
      department_id: null,
      work_centre_id: await this.places.workCentre(order.company_id, supplierId),
      supplier_id: supplierId,
      price_per_piece: price,
      setup_minutes: 0,
      run_minutes: 0,
      run_quantity: 1,
      places: null,
      overlap_quantity: null,
      quality_gate: false,
      instruction: null,
      planned_quantity: order.planned_quantity,
      planned_minutes: 0,
      planned_machine_minutes: 0,
      planned_labour_minutes: 0,
      planned_cost: costOf(NO_TIME, CENTRE, order.planned_quantity, price).total_cost,
      planned_start: begin,
      planned_finish: null,
    };
  }

  /** What the supplier asks today for a piece when so many are ordered, in the currency of the company; six places. */
  private async listed(
    { company_id, product_id, planned_quantity }: ManufacturingOrder,
    supplierId: string,
  ): Promise<string> {
    const currency_code = await this.places.currencyOf(company_id);
    const { offers } = await this.prices.best({ product_id, quantity: planned_quantity, currency_code });
    const offer = offers.find(
      ({ supplier_id, not_comparable }) => supplier_id === supplierId && not_comparable === null,
    );
    if (!offer) throw PPIC_ERRORS.NO_SUBCONTRACT_PRICE();
    if (offer.currency_code === currency_code && offer.price_per_stock_unit !== null) return offer.price_per_stock_unit;
    const amount = Rational.parse(offer.compared_amount!);
    return amount.div(Rational.of(offer.stock_quantity ?? planned_quantity)).toFixed(UNIT_COST_SCALE);
  }
}
