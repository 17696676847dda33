import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';

export interface EntryRow {
  readonly id: string;
  readonly work_order_id: string;
  readonly entry_no: number;
}

const ENTRIES = defineList({
  select: `e.id, e.work_order_id, w.number as work_order_number, e.entry_no, e.production_date, e.shift, e.good_quantity, e.rejected_quantity,
    rejected.code as rejected_reason_code, e.rework_quantity, rework.code as rework_reason_code, e.lost_quantity, lost.code as lost_reason_code, e.reworked_quantity,
    e.machine_minutes, e.labour_minutes, e.is_standard_time, e.labour_cost, e.machine_cost, e.overhead_cost, e.subcontract_cost, e.is_automatic, e.notes,
    e.posting_id, e.reversed_at, e.reversed_by, e.reversal_reason, e.created_by, e.created_at, w.state, w.version`,
  from: `erp.work_order_entries e join erp.work_orders w on w.id = e.work_order_id
    left join erp.production_reason_codes rejected on rejected.id = e.rejected_reason_id
    left join erp.production_reason_codes rework on rework.id = e.rework_reason_id
    left join erp.production_reason_codes lost on lost.id = e.lost_reason_id`,
  id: 'e.id',
  sorts: { entry_no: 'e.entry_no', created_at: 'e.created_at' },
  default_sort: 'entry_no',
});

/** What shifts told of work orders. */
@Injectable()
export class EntriesRepository {
  constructor(private readonly db: Database) {}

  page(workOrderId: string, query: ListParameters): Promise<Page<EntryRow>> {
    return this.db.page<EntryRow>(ENTRIES, query, { where: 'e.work_order_id = ?', params: [workOrderId] });
  }

  async get(id: string): Promise<EntryRow> {
    return (await this.db.listed<EntryRow>(ENTRIES, id))!;
  }
}
