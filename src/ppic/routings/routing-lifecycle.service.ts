import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { DocumentHistory, listTransitions } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { checkActivation, namedIn } from './routing-rules.js';
import type { ActivateRoutingInput, RoutingDto, RoutingReasonInput } from './routing.dto.js';
import { Routing } from './routing.entity.js';
import { ROUTING_ERRORS } from './routing.errors.js';
import { ROUTING_MACHINE } from './routing.machine.js';
import { RoutingRepository } from './routing.repository.js';

/** What moves a routing along its machine, and which of several is a product's default. */
@Injectable()
export class RoutingLifecycle {
  constructor(
    private readonly db: Database,
    private readonly routings: RoutingRepository,
    private readonly history: DocumentHistory,
  ) {}

  /**
   * Lets a routing be used. It becomes the product's default when asked to, or when there is no other on its days.
   * @throws INVALID_STATE, ROUTING_NOT_READY with all that stands in the way, STALE_VERSION
   */
  activate(id: string, { reason, make_default }: ActivateRoutingInput): Promise<RoutingDto> {
    return this.db.transaction(async () => {
      const { product_id } = await this.routings.get(id);
      await this.routings.lockDefaults(product_id);
      await this.history.step(
        { entity: Routing, machine: ROUTING_MACHINE, id, event: 'activate', reason },
        async (routing) => {
          // Read again: until the lock, a draft may have changed.
          const faults = await this.activationFaults(await this.routings.get(id));
          if (faults.length > 0) throw ROUTING_ERRORS.ROUTING_NOT_READY(sentence(faults), { faults });
          const is_default = make_default ?? !(await this.routings.hasDefault(routing));
          if (is_default) await this.routings.clearDefaults(routing);
          return { columns: { is_default } };
        },
      );
      return this.routings.get(id);
    });
  }

  /** Takes it out of use; it is the default no more. @throws INVALID_STATE, STALE_VERSION */
  obsolete(id: string, { reason }: RoutingReasonInput): Promise<RoutingDto> {
    return this.db.transaction(async () => {
      await this.routings.get(id);
      await this.history.step({ entity: Routing, machine: ROUTING_MACHINE, id, event: 'obsolete', reason }, () =>
        Promise.resolve({ columns: { is_default: false } }),
      );
      return this.routings.get(id);
    });
  }

  /** Makes an active routing the default on its days; who was it before is an alternative. @throws ROUTING_NOT_ACTIVE, STALE_VERSION */
  makeDefault(id: string, { reason }: RoutingReasonInput): Promise<RoutingDto> {
    return this.db.transaction(async () => {
      const { product_id } = await this.routings.get(id);
      await this.routings.lockDefaults(product_id);
      const routing = await this.routings.lock(id);
      const { state, is_default } = routing;
      if (state !== 'active') throw ROUTING_ERRORS.ROUTING_NOT_ACTIVE(`It is ${state}`, { state });
      if (!is_default) {
        await this.routings.clearDefaults(routing);
        await this.routings.update(id, { is_default: true });
        await this.history.record({
          machine: ROUTING_MACHINE,
          id,
          event: 'make_default',
          from: state,
          to: state,
          reason,
        });
      }
      return this.routings.get(id);
    });
  }

  async transitions(id: string): Promise<Transition[]> {
    const routing = await this.routings.get(id);
    return listTransitions(ROUTING_MACHINE, routing.state, {
      activate: async () =>
        (await this.activationFaults(routing)).map(({ pointer, code, message }) => ({
          code,
          message: `${pointer}: ${message}`,
        })),
    });
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.routings.get(id);
    return this.history.of(ROUTING_MACHINE, id);
  }

  private async activationFaults(routing: RoutingDto): Promise<FieldError[]> {
    const facts = await this.routings.facts(namedIn(routing));
    return checkActivation(routing, new Map(facts.map((fact) => [fact.id, fact])));
  }
}

function sentence(faults: readonly FieldError[]): string {
  return faults.map(({ pointer, message }) => `${pointer}: ${message}`).join('; ');
}
