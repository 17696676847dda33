import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { assertInScope, currentActor, defaultCompanyId } from '../../kernel/security/index.js';
import { DocumentHistory, listTransitions } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { BoardLimits } from '../boards/board-limits.js';
import { CardSteps } from './card-steps.js';
import type { CardInput, CardPatch, RequestCardDto } from './cards.dto.js';
import { CardsRepository } from './cards.repository.js';
import type { CardReferences, NamedByCard } from './cards.repository.js';
import { RequestCard } from './request-card.entity.js';
import { REQUEST_CARD } from './request-card.machine.js';
import type { RequestCardState } from './request-card.machine.js';

/** Request cards: drafted, approved, turned down. What moves stock for them is CardTransportService. */
@Injectable()
export class CardsService {
  constructor(
    private readonly db: Database,
    private readonly cards: CardsRepository,
    private readonly limits: BoardLimits,
    private readonly steps: CardSteps,
    private readonly history: DocumentHistory,
  ) {}

  page(query: ListParameters): Promise<Page<RequestCardDto>> {
    return this.cards.page(query);
  }

  async all(departmentId: string | undefined, includeFinished: boolean): Promise<{ data: RequestCardDto[] }> {
    return { data: await this.cards.all(departmentId ?? null, includeFinished) };
  }

  /** @throws NOT_FOUND also outside the caller's companies, departments and warehouses */
  get(id: string): Promise<RequestCardDto> {
    return this.cards.get(id);
  }

  /** @throws VALIDATION_FAILED with every fault, WIP_LIMIT_REACHED when the board's first column is full */
  create({ company_id, ...input }: CardInput): Promise<RequestCardDto> {
    const company = company_id ?? defaultCompanyId();
    assertInScope({ company_id: company }, 'Company');
    const own = currentActor().department_ids;
    const named: NamedByCard = {
      company_id: company,
      product_id: input.product_id,
      department_id: input.department_id ?? (own?.length === 1 ? own[0]! : null),
      work_order_id: input.work_order_id ?? null,
      from_location_id: input.from_location_id ?? null,
      to_location_id: input.to_location_id ?? null,
    };
    assertInScope({ department_id: named.department_id }, 'Department');
    return this.steps.change(async () => {
      const found = await this.cards.references(named);
      refuse(referenceFaults(named, found));
      await this.limits.enter(named.department_id, 'pending');
      const { id } = await this.db.insert(RequestCard, {
        ...named,
        quantity: input.quantity,
        priority: input.priority ?? 'normal',
        needed_by: input.needed_by ?? null,
        reason: input.reason ?? null,
        from_location_id: found.from_location_id!,
        to_location_id: found.to_location_id ?? (await this.cards.addFloor(found.from_warehouse_id!)),
        state: REQUEST_CARD.initial,
      });
      await this.history.record({ machine: REQUEST_CARD, id, event: 'create', from: null, to: 'pending' });
      return id;
    });
  }

  /** @throws INVALID_STATE once somebody has approved it */
  change(id: string, patch: CardPatch): Promise<RequestCardDto> {
    return this.steps.change(async () => {
      await this.get(id);
      const card = await this.db.lock(RequestCard, id);
      if (card.state !== 'pending')
        throw KERNEL_ERRORS.INVALID_STATE('Only a card that is pending is changed', { state: card.state });
      await this.db.update<RequestCard>(RequestCard, id, patch as Partial<RequestCard>);
      return id;
    });
  }

  /** @throws INVALID_STATE, WIP_LIMIT_REACHED */
  approve(id: string, reason?: string | null): Promise<RequestCardDto> {
    return this.steps.step(id, 'approve', reason, ({ department_id }) => this.limits.enter(department_id, 'approved'));
  }

  reject(id: string, reason?: string | null): Promise<RequestCardDto> {
    return this.steps.step(id, 'reject', reason);
  }

  cancel(id: string, reason?: string | null): Promise<RequestCardDto> {
    return this.steps.step(id, 'cancel', reason);
  }

  async transitions(id: string): Promise<Transition[]> {
    const { state, department_id, in_transit_quantity } = await this.get(id);
    return listTransitions(REQUEST_CARD, state as RequestCardState, {
      approve: () => this.limits.reasons(department_id, 'approved'),
      ship: () => (state === 'approved' ? this.limits.reasons(department_id, 'in_progress') : []),
      short_close: () =>
        in_transit_quantity > 0
          ? [{ code: 'CARD_IN_TRANSIT', message: `${in_transit_quantity} pieces are on their way` }]
          : [],
    });
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.get(id);
    return this.history.of(REQUEST_CARD, id);
  }
}

/** What a card names and is not there: all of it at once. */
function referenceFaults(named: NamedByCard, found: CardReferences): FieldError[] {
  const missing = (field: keyof NamedByCard, what: string): FieldError[] =>
    named[field] !== null && found[field as keyof CardReferences] === null
      ? [{ pointer: `/${field}`, code: 'REFERENCE_NOT_FOUND', message: `There is no such ${what}` }]
      : [];
  const outside = (field: 'from' | 'to'): FieldError[] => {
    const { warehouse_ids } = currentActor();
    const warehouse = found[`${field}_warehouse_id`];
    return warehouse !== null && field === 'to' && warehouse_ids !== null && !warehouse_ids.includes(warehouse)
      ? [{ pointer: `/${field}_location_id`, code: 'REFERENCE_NOT_FOUND', message: 'There is no such location' }]
      : [];
  };
  return [
    ...missing('product_id', 'active product with stock'),
    ...missing('department_id', 'department in the company'),
    ...missing('work_order_id', 'manufacturing order in the company'),
    ...missing('from_location_id', 'location in a warehouse of the company'),
    ...missing('to_location_id', 'location in a warehouse of the company'),
    ...(named.from_location_id === null && found.from_location_id === null
      ? [{ pointer: '/from_location_id', code: 'REQUIRED', message: 'The company has no warehouse to take it from' }]
      : []),
    ...outside('to'),
    ...(found.from_location_id !== null && found.from_location_id === found.to_location_id
      ? [{ pointer: '/to_location_id', code: 'SAME_LOCATION', message: 'Is where it comes from' }]
      : []),
  ];
}
