import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, refuse } from '../../kernel/errors/index.js';
import { assertInScope, defaultCompanyId } from '../../kernel/security/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import type { HistoryEntry } from '../../kernel/state-machine/index.js';
import { KanbanLoop } from './kanban-loop.entity.js';
import { calculationOf } from './loop-calculation.js';
import { demandFaults, referenceFaults } from './loop-faults.js';
import { KANBAN_LOOP } from './loop.machine.js';
import type { LoopCalculationDto, LoopDto, LoopInput, LoopListQuery, LoopPatch } from './loops.dto.js';
import { LoopsRepository } from './loops.repository.js';
import type { NamedByLoop } from './loops.repository.js';

/** Loops are set up, changed, read, and their number of cards is counted. */
@Injectable()
export class LoopsService {
  constructor(
    private readonly db: Database,
    private readonly loops: LoopsRepository,
    private readonly history: DocumentHistory,
  ) {}

  page(query: LoopListQuery): Promise<Page<LoopDto>> {
    return this.loops.page({ ...query });
  }

  /** @throws NOT_FOUND also outside the caller's companies, departments and warehouses */
  get(id: string): Promise<LoopDto> {
    return this.loops.get(id);
  }

  /** @throws VALIDATION_FAILED with every fault, DUPLICATE when the place has a loop for the product */
  create({ company_id, ...input }: LoopInput): Promise<LoopDto> {
    return this.db.transaction(async () => {
      const company = company_id ?? defaultCompanyId();
      assertInScope({ company_id: company, department_id: input.department_id ?? null }, 'Company');
      const named: NamedByLoop = {
        company_id: company,
        product_id: input.product_id,
        department_id: input.department_id ?? null,
        to_location_id: input.to_location_id ?? null,
        supplier_id: input.supplier_id ?? null,
        from_location_id: input.from_location_id ?? null,
        source_department_id: input.source_department_id ?? null,
        calendar_id: input.calendar_id ?? null,
      };
      const found = await this.loops.references(named);
      refuse([
        ...referenceFaults(input.kind, named, found),
        ...demandFaults({ ...input, min_cards: input.min_cards ?? 1 }),
      ]);
      const { id } = await this.db.insert(KanbanLoop, {
        ...(input as Partial<KanbanLoop>),
        ...named,
        to_location_id: found.to_location_id!,
        from_location_id: input.kind === 'transfer' ? found.from_location_id : null,
        state: KANBAN_LOOP.initial,
      });
      const to = KANBAN_LOOP.initial;
      await this.history.record({ machine: KANBAN_LOOP, id, event: 'create', from: null, to });
      return this.loops.get(id);
    });
  }

  /** Changes the figures of a loop; what is on order stays as it was ordered. @throws INVALID_STATE once it is retired */
  change(id: string, patch: LoopPatch): Promise<LoopDto> {
    return this.db.transaction(async () => {
      const shown = await this.loops.get(id);
      const loop = await this.db.lock(KanbanLoop, id);
      if (loop.state === 'retired')
        throw KERNEL_ERRORS.INVALID_STATE('A loop that is retired is not changed', { state: loop.state });
      const demand_source = patch.demand_source ?? loop.demand_source;
      const isStated = demand_source === 'stated';
      const merged = {
        demand_source,
        daily_demand: patch.daily_demand ?? (isStated ? loop.daily_demand : null),
        demand_days: patch.demand_days ?? (isStated ? null : loop.demand_days),
        min_cards: patch.min_cards ?? loop.min_cards,
        max_cards: patch.max_cards ?? loop.max_cards,
      };
      const named = { ...shown, calendar_id: patch.calendar_id ?? null };
      const found = await this.loops.references(named);
      refuse([
        ...demandFaults(merged),
        ...(named.calendar_id !== null && found.calendar_id === null
          ? [{ pointer: '/calendar_id', code: 'REFERENCE_NOT_FOUND', message: 'There is no such active calendar' }]
          : []),
      ]);
      await this.db.update<KanbanLoop>(KanbanLoop, id, { ...(patch as Partial<KanbanLoop>), ...merged });
      return this.loops.get(id);
    });
  }

  async calculation(id: string): Promise<LoopCalculationDto> {
    return (await this.calculations([await this.loops.get(id)]))[0]!;
  }

  /** Loops, each with its number of cards beside what there is; two statements for a page of any length. */
  async suggestions(query: LoopListQuery): Promise<Page<LoopCalculationDto>> {
    const page = await this.loops.page({ ...query, state: query.state ?? LIVING } as LoopListQuery);
    return { ...page, data: await this.calculations(page.data) };
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.loops.get(id);
    return this.history.of(KANBAN_LOOP, id);
  }

  private async calculations(loops: readonly LoopDto[]): Promise<LoopCalculationDto[]> {
    const uses = await this.loops.uses(loops.map(({ id }) => id));
    const byLoop = new Map(uses.map((use) => [use.loop_id, use]));
    return loops.map((loop) => calculationOf(loop, byLoop.get(loop.id)));
  }
}

const LIVING = KANBAN_LOOP.states.filter((state) => state !== 'retired');
