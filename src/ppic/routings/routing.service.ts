import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { invalid, refuse } from '../../kernel/errors/index.js';
import { assertInScope, defaultCompanyId } from '../../kernel/security/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import { compareHeaders, compareOperations, headerOf, operationsOf, sameContent } from './routing-content.js';
import { checkRouting, namedIn } from './routing-rules.js';
import type { RuleRouting } from './routing-rules.js';
import type { RoutingComparisonDto } from './routing-analysis.dto.js';
import type { CopyRoutingInput, RoutingDto, RoutingInput, RoutingListQuery, RoutingSummaryDto } from './routing.dto.js';
import type { Routing } from './routing.entity.js';
import { ROUTING_ERRORS } from './routing.errors.js';
import { ROUTING_MACHINE } from './routing.machine.js';
import { RoutingRepository } from './routing.repository.js';

/** Routings as documents: drafted, changed while draft, copied, compared, deleted while draft. */
@Injectable()
export class RoutingService {
  constructor(
    private readonly db: Database,
    private readonly routings: RoutingRepository,
    private readonly history: DocumentHistory,
  ) {}

  page(query: RoutingListQuery): Promise<Page<RoutingSummaryDto>> {
    return this.routings.page(query);
  }

  /** @throws NOT_FOUND */
  get(id: string): Promise<RoutingDto> {
    return this.routings.get(id);
  }

  /** @throws VALIDATION_FAILED with every fault, ROUTING_CYCLE, DUPLICATE for a revision that exists, NOT_FOUND for a foreign company */
  create(input: RoutingInput): Promise<RoutingDto> {
    return this.db.transaction(() => this.draft(input));
  }

  /**
   * Replaces a draft with what is given, operations included. The same content again changes nothing, the version neither, and is no
   * matter of the state.
   * @throws ROUTING_NOT_DRAFT, VALIDATION_FAILED, ROUTING_CYCLE, STALE_VERSION
   */
  replace(id: string, input: RoutingInput): Promise<RoutingDto> {
    return this.db.transaction(async () => {
      // First the scope: the refusal of a stale version shows the row.
      await this.get(id);
      const before = await this.routings.lock(id);
      const current = await this.get(id);
      const header = { ...headerOf(input), revision: input.revision ?? before.revision };
      const operations = operationsOf(input.operations ?? []);
      refuse([
        ...(input.product_id === before.product_id ? [] : [stays('/product_id')]),
        ...((input.company_id ?? before.company_id) === before.company_id ? [] : [stays('/company_id')]),
      ]);
      if (sameContent(current, header, operations)) return current;
      assertDraft(before);
      await this.check({ ...header, product_id: before.product_id, company_id: before.company_id, operations });
      await this.routings.update(id, header);
      await this.routings.deleteOperations(id);
      await this.routings.insertOperations(id, operations);
      return this.get(id);
    });
  }

  /** A new draft with the same operations: the product's next revision, or another product's. @throws as `create` does */
  copy(id: string, { product_id, revision, valid_from, valid_to }: CopyRoutingInput): Promise<RoutingDto> {
    return this.db.transaction(async () => {
      const source = await this.get(id);
      const { revision: _, ...rest } = source;
      return this.draft({
        ...rest,
        ...(revision !== undefined && { revision }),
        product_id: product_id ?? source.product_id,
        valid_from: valid_from === undefined ? source.valid_from : valid_from,
        valid_to: valid_to === undefined ? source.valid_to : valid_to,
        external_id: null,
      });
    });
  }

  /** @throws ROUTING_NOT_DRAFT, STALE_VERSION */
  remove(id: string): Promise<void> {
    return this.db.transaction(async () => {
      await this.get(id);
      assertDraft(await this.routings.lock(id));
      await this.routings.delete(id);
    });
  }

  /** What differs between two routings. @throws NOT_FOUND */
  async compare(id: string, otherId: string): Promise<RoutingComparisonDto> {
    const [from, to] = [await this.get(id), await this.get(otherId)];
    return {
      from_id: id,
      to_id: otherId,
      header: compareHeaders(from, to),
      operations: compareOperations(operationsOf(from.operations), operationsOf(to.operations)),
    };
  }

  private async draft(input: RoutingInput): Promise<RoutingDto> {
    const company_id = input.company_id ?? defaultCompanyId();
    assertInScope({ company_id }, 'Company');
    const { product_id } = input;
    const operations = operationsOf(input.operations ?? []);
    await this.check({ ...headerOf(input), product_id, company_id, operations });
    const revision = input.revision ?? (await this.routings.nextRevision(product_id, company_id));
    const { id, state } = await this.routings.insert({ ...headerOf(input), product_id, company_id, revision });
    await this.routings.insertOperations(id, operations);
    await this.history.record({ machine: ROUTING_MACHINE, id, event: 'create', from: null, to: state });
    return this.get(id);
  }

  private async check(routing: RuleRouting): Promise<void> {
    const facts = await this.routings.facts(namedIn(routing));
    refuse(checkRouting(routing, new Map(facts.map((fact) => [fact.id, fact]))));
  }
}

function stays(pointer: string): Parameters<typeof invalid>[0][number] {
  return { pointer, code: 'NOT_ALLOWED', message: 'a routing stays with its product and company; copy it' };
}

function assertDraft({ state, revision }: Routing): void {
  if (state === 'draft') return;
  const detail = `Revision ${revision} is ${state}; copy it to a new revision to change it`;
  throw ROUTING_ERRORS.ROUTING_NOT_DRAFT(detail, { state });
}
