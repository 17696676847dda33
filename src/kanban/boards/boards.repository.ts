import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { currentActor } from '../../kernel/security/index.js';
import type { BoardColumn } from './board-columns.js';
import type { DashboardDto, KanbanBoardDto } from './boards.dto.js';

const CARDS_IN = `(select count(*) from erp.request_cards k where k.department_id = d.id and k.state = `;

const LOOP_CARDS_IN = `(select count(*) from erp.kanban_loop_cards c join erp.kanban_loops l on l.id = c.loop_id where l.department_id = $1 and c.state = `;

/** A board as it is shown, also for a department that has set none up. */
const BOARD = `select b.id, d.id as department_id, d.code as department_code, d.name as department_name, d.company_id, b.from_location_id, b.to_location_id,
    json_build_array(
      json_build_object('state', 'pending', 'wip_limit', b.pending_limit, 'cards', ${CARDS_IN}'pending')),
      json_build_object('state', 'approved', 'wip_limit', b.approved_limit, 'cards', ${CARDS_IN}'approved')),
      json_build_object('state', 'in_progress', 'wip_limit', b.in_progress_limit, 'cards', ${CARDS_IN}'in_progress'))) as columns,
    coalesce(b.version, 0) as version, coalesce(b.created_at, d.created_at) as created_at, coalesce(b.updated_at, d.updated_at) as updated_at
  from erp.departments d left join erp.kanban_boards b on b.department_id = d.id`;

const IN_SCOPE = `d.company_id = any($1::uuid[]) and ($2::uuid[] is null or d.id = any($2::uuid[]))`;

@Injectable()
export class BoardsRepository {
  constructor(private readonly db: Database) {}

  /** The boards of the caller's departments. */
  all(): Promise<KanbanBoardDto[]> {
    return this.db.query<KanbanBoardDto>(`${BOARD} where ${IN_SCOPE} and d.is_active order by d.code, d.id`, scope());
  }

  /** By the department's id, or by its code in one of the caller's companies. */
  find(department: string): Promise<KanbanBoardDto | null> {
    return this.db.maybe<KanbanBoardDto>(
      `${BOARD} where ${IN_SCOPE} and $3 in (d.id::text, d.code) order by d.id::text = $3 desc, d.company_id = $4 desc, d.id limit 1`,
      [...scope(), department, currentActor().default_company_id],
    );
  }

  figures(departmentId: string): Promise<Omit<DashboardDto, 'board'>> {
    return this.db.one<Omit<DashboardDto, 'board'>>(
      `select count(*) filter (where k.is_open) as open_cards,
              count(*) filter (where k.is_open and k.needed_by < current_date) as late_cards,
              count(*) filter (where k.is_open and k.priority = 'urgent') as urgent_cards,
              count(*) filter (where k.state = 'completed' and k.updated_at >= current_date) as completed_today,
              coalesce(sum(k.shipped_quantity - k.received_quantity - k.lost_quantity), 0)::bigint as in_transit_quantity,
              min(k.needed_by) filter (where k.is_open) as next_needed_by,
              ${LOOP_CARDS_IN}'full') as loop_cards_full, ${LOOP_CARDS_IN}'empty') as loop_cards_empty, ${LOOP_CARDS_IN}'on_order') as loop_cards_on_order,
              (select count(*) from erp.kanban_signals s join erp.kanban_loops l on l.id = s.loop_id
                where l.department_id = $1 and s.received_at is null and s.withdrawn_at is null and s.due_on < current_date) as loop_cards_late
         from (select c.*, c.state in ('pending', 'approved', 'in_progress') as is_open from erp.request_cards c where c.department_id = $1) k`,
      [departmentId],
    );
  }

  /** Locks the board of a department, so that its cards can be counted: limit and cards of a column, null without a limit. */
  async lockColumn(departmentId: string, column: BoardColumn): Promise<{ limit: number; count: number } | null> {
    const board = await this.db.maybe<Record<`${BoardColumn}_limit`, number | null>>(
      `select pending_limit, approved_limit, in_progress_limit from erp.kanban_boards where department_id = $1 for update`,
      [departmentId],
    );
    const limit = board?.[`${column}_limit`] ?? null;
    if (limit === null) return null;
    const { count } = await this.db.one<{ count: number }>(
      `select count(*) as count from erp.request_cards where department_id = $1 and state = $2`,
      [departmentId, column],
    );
    return { limit, count };
  }

  /** Ids of those places that are in a warehouse of the company. */
  async places(companyId: string, ids: readonly string[]): Promise<Set<string>> {
    const rows = await this.db.query<{ id: string }>(
      `select id from erp.locations where company_id = $1 and id = any($2::uuid[]) and warehouse_id is not null and is_active and not is_owned`,
      [companyId, ids],
    );
    return new Set(rows.map(({ id }) => id));
  }
}

function scope(): unknown[] {
  const { company_ids, department_ids } = currentActor();
  return [company_ids, department_ids];
}
