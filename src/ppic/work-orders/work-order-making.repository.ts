import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { NewWorkOrder } from './work-order-plan.js';

/** What the release of an order writes of its operations. */
@Injectable()
export class WorkOrderMakingRepository {
  constructor(private readonly db: Database) {}

  /**
   * Makes the work orders of an order with the ways between them, and says which of them uses each component: the one that the bill names, else
   * the first. What is required of a component follows from the pieces that its operation is to make.
   */
  async make(orderId: string, workOrders: readonly NewWorkOrder[]): Promise<void> {
    await this.db.query(
      `with made as (
         insert into erp.work_orders (number, order_id, operation_id, operation_no, name, is_last, company_id, warehouse_id, department_id, work_centre_id, kind,
           supplier_id, price_per_piece, setup_minutes, run_minutes, run_quantity, places, overlap_quantity, quality_gate, instruction, capacity, people_per_place,
           efficiency_percent, labour_rate, machine_rate, overhead_percent, planned_quantity, planned_minutes, planned_machine_minutes, planned_labour_minutes,
           planned_cost, planned_start, planned_finish)
         select g.number, o.id, g.operation_id, g.operation_no, g.name, g.is_last, o.company_id, o.warehouse_id, coalesce(g.department_id, c.department_id, o.department_id),
                g.work_centre_id, g.kind, coalesce(g.supplier_id, c.supplier_id), g.price_per_piece, g.setup_minutes, g.run_minutes, g.run_quantity, g.places,
                g.overlap_quantity, g.quality_gate, g.instruction, g.capacity, g.people_per_place, g.efficiency_percent, g.labour_rate, g.machine_rate,
                g.overhead_percent, g.planned_quantity, g.planned_minutes, g.planned_machine_minutes, g.planned_labour_minutes, g.planned_cost,
                g.planned_start, g.planned_finish
           from jsonb_to_recordset($2::jsonb) as g (number text, operation_id uuid, operation_no integer, name text, is_last boolean, department_id uuid,
                  work_centre_id uuid, kind text, supplier_id uuid, price_per_piece numeric, setup_minutes integer, run_minutes integer, run_quantity bigint,
                  places integer, overlap_quantity bigint, quality_gate boolean, instruction text, capacity integer, people_per_place integer,
                  efficiency_percent numeric, labour_rate numeric, machine_rate numeric, overhead_percent numeric, planned_quantity bigint,
                  planned_minutes bigint, planned_machine_minutes bigint, planned_labour_minutes bigint, planned_cost numeric,
                  planned_start timestamptz, planned_finish timestamptz)
           join erp.manufacturing_orders o on o.id = $1
           join erp.work_centres c on c.id = g.work_centre_id
         returning id, operation_id, operation_no, name, is_last, department_id, quality_gate, planned_quantity
       ), link as (
         insert into erp.work_order_links (order_id, from_work_order_id, to_work_order_id, is_automatic)
         select $1, f.id, t.id, not f.quality_gate and (f.department_id = t.department_id or f.department_id is null or t.department_id is null)
           from erp.routing_operation_predecessors p
           join made f on f.operation_id = p.predecessor_id
           join made t on t.operation_id = p.operation_id
         union all
         select $1, f.id, null, false from made f where f.is_last and f.quality_gate
       ), history as (
         insert into erp.document_history (machine, document_id, event, from_state, to_state) select 'work_order', id, 'create', null, 'pending' from made
       )
       update erp.manufacturing_order_components c
          set work_order_id = m.id,
              required_quantity = div(m.planned_quantity * c.numerator + c.denominator - 1, c.denominator)::bigint
         from made m
        where c.order_id = $1
          and m.id = coalesce((select n.id from made n where lower(n.name) = lower(c.operation)), (select n.id from made n order by n.operation_no limit 1))`,
      [orderId, JSON.stringify(workOrders)],
    );
  }
}
