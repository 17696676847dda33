import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ELSEWHERE, PeriodicRegistry, PeriodicWork } from '../../kernel/periodic/index.js';
import { RequestContext, permissionCatalogue, systemActor } from '../../kernel/security/index.js';
import { LoopEvaluation } from './loop-evaluation.service.js';
import { SignalsRepository } from './signals.repository.js';

const EVERY_MS = 60_000;
/** Evaluations in one go; what is left then waits for the next minute. */
const MOST_ROUNDS = 20;

/** Looks at all loops every minute. Of several processes one looks at a time, and the lock of a loop keeps it apart from those who scan. */
@Injectable()
export class LoopWorker extends PeriodicWork {
  constructor(
    registry: PeriodicRegistry,
    private readonly evaluation: LoopEvaluation,
    private readonly signals: SignalsRepository,
  ) {
    super(registry, {
      name: 'replenishment-loops',
      title: 'Looks which loops have to be replenished.',
      every_ms: EVERY_MS,
      complaint: 'Replenishment loops could not be looked at',
      one_of_all: true,
    });
  }

  /** @returns how many rounds it took; `ELSEWHERE` when another process is at it */
  async work(): Promise<number | typeof ELSEWHERE> {
    const permissions = new Set(permissionCatalogue().map(({ permission }) => permission));
    const actor = systemActor(permissions, await this.signals.companies());
    return RequestContext.run(RequestContext.forSystem(actor, randomUUID()), async () => {
      for (let round = 0; round < MOST_ROUNDS; round++) {
        const done = await this.evaluation.byWorker();
        if (done === null) return round === 0 ? ELSEWHERE : round;
        if (!done.has_more) return round + 1;
      }
      return MOST_ROUNDS;
    });
  }
}
