import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { CentreFigures } from './operation-figures.js';

/** The work centre of an operation, as an estimate looks at it. */
export interface OperationCentre extends CentreFigures {
  readonly operation_id: string;
  readonly currency_code: string;
  /** The work centre's own calendar or the company's; null: it works round the clock. */
  readonly calendar_id: string | null;
  /** The operation's price for a piece, else the work centre's. */
  readonly price: string | null;
}

const CENTRES = /* sql */ `
select o.id as operation_id, w.kind, w.capacity, w.people_per_place, w.efficiency_percent, w.labour_rate, w.machine_rate,
       w.overhead_percent, c.currency_code, coalesce(w.calendar_id, c.calendar_id) as calendar_id,
       coalesce(o.price_per_piece, w.price_per_piece) as price
  from erp.routing_operations o
  join erp.work_centres w on w.id = o.work_centre_id
  join erp.companies c on c.id = w.company_id
 where o.routing_id = $1`;

/** What an estimate asks the work centres. */
@Injectable()
export class RoutingEstimateRepository {
  constructor(private readonly db: Database) {}

  /** The work centre of each operation of a routing, in one statement. */
  centres(routingId: string): Promise<OperationCentre[]> {
    return this.db.query<OperationCentre>(CENTRES, [routingId]);
  }
}
