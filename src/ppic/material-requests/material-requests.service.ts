import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { assertInScope, currentActor, defaultCompanyId } from '../../kernel/security/index.js';
import { DocumentHistory, listTransitions } from '../../kernel/state-machine/index.js';
import type { BlockingReason, HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { LineUnits } from '../../warehouse/index.js';
import { RETURNING } from '../orders/component-taking-back.js';
import { ISSUING } from '../orders/production.service.js';
import { MaterialRequest, MaterialRequestLine } from './material-request.entity.js';
import { MATERIAL_REQUEST_ERRORS } from './material-request.errors.js';
import { MATERIAL_REQUEST } from './material-request.machine.js';
import type { MaterialRequestState } from './material-request.machine.js';
import type { MaterialRequestDto, MaterialRequestHeadDto, MaterialRequestInput } from './material-requests.dto.js';
import type { MaterialRequestLineInput, MaterialRequestPatch } from './material-requests.dto.js';
import { MaterialRequestsRepository } from './material-requests.repository.js';
import { referenceFaults, refuseWhatIsOver } from './request-references.js';
import { REQUEST_SOURCE } from './request-lines.js';
import type { NamedByRequest, RequestReferences } from './material-requests.repository.js';

/** Requests for material on paper: asked for, changed, looked at. What is decided and moved has services of its own. */
@Injectable()
export class MaterialRequestsService {
  constructor(
    private readonly db: Database,
    private readonly requests: MaterialRequestsRepository,
    private readonly history: DocumentHistory,
    private readonly units: LineUnits,
  ) {}

  page(query: ListParameters): Promise<Page<MaterialRequestHeadDto>> {
    return this.requests.page(query);
  }

  /** @throws NOT_FOUND also outside the caller's companies, warehouses and departments */
  get(id: string): Promise<MaterialRequestDto> {
    return this.requests.get(id);
  }

  /**
   * Asks for the lines given, or for what the order, or its operation, still needs and nobody has asked for yet.
   * @throws VALIDATION_FAILED with every fault; INVALID_STATE for an order or operation that takes no components now
   */
  create({ lines, company_id, ...input }: MaterialRequestInput): Promise<MaterialRequestDto> {
    const named = this.namedBy({ ...input, ...(company_id && { company_id }) });
    assertInScope({ department_id: named.department_id, ...(company_id && { company_id }) }, 'Department');
    return this.db.transaction(async () => {
      const found = await this.requests.references(named);
      const faults = referenceFaults(named, found, input.purpose ?? null);
      if (faults.length === 0) refuseWhatIsOver(found);
      const wanted = await this.wanted(lines, found, faults);
      const { lines: counted, said } = await this.units.counted(wanted.lines, 'stock', [...faults, ...wanted.faults]);
      const { id } = await this.db.insert(MaterialRequest, {
        company_id: found.company_id!,
        warehouse_id: found.warehouse_id!,
        department_id: named.department_id ?? found.own_department_id,
        order_id: found.order_id,
        work_order_id: found.work_order_id,
        purpose: input.purpose ?? null,
        needed_by: input.needed_by ?? null,
        notes: input.notes ?? null,
        state: MATERIAL_REQUEST.initial,
      });
      await this.db.insertMany(
        MaterialRequestLine,
        counted.map(({ product_id, quantity, remarks = null }, n) => ({
          request_id: id,
          line_no: n + 1,
          product_id,
          is_component: wanted.components.get(product_id) ?? false,
          quantity,
          remarks,
        })),
      );
      await this.units.keepOf(REQUEST_SOURCE, id, said);
      await this.history.record({ machine: MATERIAL_REQUEST, id, event: 'create', from: null, to: 'requested' });
      return this.requests.get(id);
    });
  }

  /** @throws INVALID_STATE once somebody has decided */
  change(id: string, patch: MaterialRequestPatch): Promise<MaterialRequestDto> {
    return this.db.transaction(async () => {
      await this.requests.get(id);
      const { state } = await this.db.lock(MaterialRequest, id);
      if (state !== 'requested')
        throw KERNEL_ERRORS.INVALID_STATE('Only a request that nobody has decided on is changed', { state });
      await this.db.change<MaterialRequest>(MaterialRequest, id, patch as Partial<MaterialRequest>);
      return this.requests.get(id);
    });
  }

  /** Every step with whether the caller may take it now and what stands in its way. */
  async transitions(id: string): Promise<Transition[]> {
    const { state, created_by } = await this.requests.get(id);
    const { order_state, approver_must_differ, issued_quantity } = await this.requests.circumstances(id);
    const orderIs = (states: readonly string[]): BlockingReason[] =>
      order_state === null || states.includes(order_state)
        ? []
        : [{ code: 'INVALID_STATE', message: `The order is ${order_state}; it has to be ${states.join(' or ')}` }];
    const when = (isSo: boolean, { code, detail }: { code: string; detail: string }): BlockingReason[] =>
      isSo ? [{ code, message: detail }] : [];
    return listTransitions(MATERIAL_REQUEST, state as MaterialRequestState, {
      approve: () =>
        when(
          approver_must_differ && created_by === currentActor().user_id,
          MATERIAL_REQUEST_ERRORS.REQUEST_APPROVER_IS_REQUESTER(),
        ),
      issue: () => orderIs(ISSUING),
      return: () => [
        ...orderIs(RETURNING),
        ...when(issued_quantity === 0, MATERIAL_REQUEST_ERRORS.REQUEST_QUANTITY_EXCEEDED('Nothing was issued')),
      ],
      cancel: () => when(issued_quantity > 0, MATERIAL_REQUEST_ERRORS.REQUEST_HAS_ISSUES()),
    });
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.requests.get(id);
    return this.history.of(MATERIAL_REQUEST, id);
  }

  private namedBy({ company_id, ...input }: Omit<MaterialRequestInput, 'lines'>): NamedByRequest {
    const { order_id = null, work_order_id = null, warehouse_id = null } = input;
    const own = currentActor().department_ids;
    const isForOrder = order_id !== null || work_order_id !== null;
    return {
      order_id,
      work_order_id,
      warehouse_id,
      company_id: company_id ?? (isForOrder ? null : defaultCompanyId()),
      department_id: input.department_id ?? (own?.length === 1 ? own[0]! : null),
    };
  }

  /** The lines given, or those that are outstanding, with which of their products the bill of the order has. */
  private async wanted(
    given: readonly MaterialRequestLineInput[] | undefined,
    { order_id, work_order_id }: RequestReferences,
    faults: readonly FieldError[],
  ): Promise<{ lines: MaterialRequestLineInput[]; components: Map<string, boolean>; faults: FieldError[] }> {
    if (given === undefined && order_id === null) {
      const fault = { pointer: '/lines', code: 'REQUIRED', message: 'Say what is needed, or for which order' };
      refuse([...faults, ...(faults.some(({ pointer }) => pointer.endsWith('order_id')) ? [] : [fault])]);
    }
    const lines = given ?? (await this.requests.outstanding(order_id!, work_order_id));
    if (lines.length === 0)
      refuse([
        ...faults,
        { pointer: '/lines', code: 'REQUIRED', message: 'Nothing is outstanding: say what is needed' },
      ]);
    const components = await this.requests.products(
      order_id,
      lines.map(({ product_id }) => product_id),
    );
    const unknown = lines.flatMap(({ product_id }, n) =>
      components.has(product_id)
        ? []
        : [
            {
              pointer: `/lines/${n}/product_id`,
              code: 'REFERENCE_NOT_FOUND',
              message: 'There is no such product in use',
            },
          ],
    );
    return { lines: [...lines], components, faults: unknown };
  }
}
