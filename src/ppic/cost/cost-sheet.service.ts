import { Injectable } from '@nestjs/common';
import { Rational, UNIT_COST_SCALE, sumAmounts } from '../../kernel/numbers/index.js';
import { OrdersRepository } from '../orders/orders.repository.js';
import { materialLines, operationLine, plannedOutputValue, variancesOf } from './cost-sheet.js';
import type { CostSheetDto } from './cost-sheet.dto.js';
import { CostSheetRepository } from './cost-sheet.repository.js';

/** What an order cost, line by line, and why that differs from the plan. */
@Injectable()
export class CostSheets {
  constructor(
    private readonly orders: OrdersRepository,
    private readonly costs: CostSheetRepository,
  ) {}

  /** Two statements, at any moment of the order's life. @throws NOT_FOUND also outside the caller's scope */
  async of(orderId: string): Promise<CostSheetDto> {
    const order = await this.orders.get(orderId);
    const rows = await this.costs.of(orderId);
    const material = materialLines(rows.materials, rows.components);
    const figures = rows.operations.map(operationLine);
    const outputs = rows.outputs.map((output) => ({ ...output, planned_value: plannedOutputValue(output) }));
    const sum = (part: 'labour_cost' | 'machine_cost' | 'overhead_cost' | 'subcontract_cost'): string =>
      sumAmounts(rows.operations.map((operation) => operation[part]));
    const material_value = sumAmounts(material.map(({ actual_value }) => actual_value));
    const parts = {
      labour_cost: sum('labour_cost'),
      machine_cost: sum('machine_cost'),
      overhead_cost: sum('overhead_cost'),
      subcontract_cost: sum('subcontract_cost'),
    };
    const total_cost = sumAmounts([material_value, ...Object.values(parts)]);
    const made = order.good_quantity + order.rejected_quantity;
    const { output_value, settled_value, variance_value, work_in_progress } = order;
    return {
      order_id: order.id,
      number: order.number,
      state: order.state,
      currency_code: rows.currency_code,
      planned_quantity: order.planned_quantity,
      good_quantity: order.good_quantity,
      rejected_quantity: order.rejected_quantity,
      lost_quantity: order.lost_quantity,
      material,
      operations: rows.operations.map((operation, n) => ({ ...onSheet(operation), ...figures[n]! })),
      outputs,
      material_value,
      ...parts,
      total_cost,
      cost_per_piece: made === 0 ? null : Rational.parse(total_cost).div(Rational.of(made)).toFixed(UNIT_COST_SCALE),
      output_value,
      settled_value,
      variance_value,
      work_in_progress,
      variances: variancesOf(
        material,
        figures,
        outputs.map(({ planned_value }) => planned_value),
      ),
    };
  }
}

/** What a sheet shows of an operation besides its figures. */
function onSheet(operation: Awaited<ReturnType<CostSheetRepository['of']>>['operations'][number]) {
  return {
    work_order_id: operation.work_order_id,
    number: operation.number,
    name: operation.name,
    planned_quantity: operation.planned_quantity,
    processed_quantity: operation.processed_quantity,
    good_quantity: operation.good_quantity,
    planned_machine_minutes: operation.planned_machine_minutes,
    planned_labour_minutes: operation.planned_labour_minutes,
    planned_cost: operation.planned_cost,
    machine_minutes: operation.machine_minutes,
    labour_minutes: operation.labour_minutes,
    labour_cost: operation.labour_cost,
    machine_cost: operation.machine_cost,
    overhead_cost: operation.overhead_cost,
    subcontract_cost: operation.subcontract_cost,
  };
}
