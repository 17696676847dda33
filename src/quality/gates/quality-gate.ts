import { Injectable } from '@nestjs/common';
import type { BlockingReason } from '../../kernel/state-machine/index.js';
import { PlansRepository } from '../plans/plans.repository.js';
import { GatesRepository } from './gates.repository.js';
import type { GateSubject, InspectionOfSource } from './gates.repository.js';

/** What keeps something from going on, and the inspection it waits for. */
export interface GateBlocker extends BlockingReason {
  readonly code: 'INSPECTION_MISSING' | 'INSPECTION_OPEN' | 'INSPECTION_REJECTED';
  readonly inspection_id: string | null;
  readonly number: string | null;
  readonly warehouse_id: string | null;
}

/** What inspections say of all that one document speaks of. */
export interface SourceVerdict {
  /** Why nothing goes on yet: there is no inspection, or one that is not decided. */
  readonly blockers: readonly BlockingReason[];
  /** Pieces that may go on. */
  readonly accepted_quantity: number;
  readonly inspections: readonly InspectionOfSource[];
}

/** Whether quality lets the next operation, the put-away or the use of a lot go on. Those who move things ask here. */
@Injectable()
export class QualityGate {
  constructor(
    private readonly gates: GatesRepository,
    private readonly plans: PlansRepository,
  ) {}

  /** What blocks one subject; nothing: it may go on. */
  async blockers(subject: GateSubject): Promise<GateBlocker[]> {
    return (await this.blockersOf([subject]))[0]!;
  }

  /**
   * The same for many, in their order, in three statements however many they are. It knows no scope: a gate is shut for everybody.
   */
  async blockersOf(subjects: readonly GateSubject[]): Promise<GateBlocker[][]> {
    const answer = subjects.map((): GateBlocker[] => []);
    for (const { n, inspection_id, number, warehouse_id, is_rejected } of await this.gates.shut(subjects))
      answer[n]!.push({
        code: is_rejected ? 'INSPECTION_REJECTED' : 'INSPECTION_OPEN',
        message: is_rejected ? `${number} was rejected` : `${number} is not decided yet`,
        inspection_id,
        number,
        warehouse_id,
      });
    const places = [...subjects.keys()].filter((n) => subjects[n]!.product_id && subjects[n]!.kind);
    if (places.length === 0) return answer;
    const plans = await this.plans.activeFor(
      places.map((n) => {
        const { product_id, kind, operation } = subjects[n]!;
        return { product_id: product_id!, kind: kind!, operation: operation ?? null };
      }),
    );
    const uninspected = await this.gates.uninspected(subjects);
    places.forEach((n, index) => {
      if (plans[index]?.is_gate && uninspected.has(n))
        answer[n]!.push({
          code: 'INSPECTION_MISSING',
          message: 'A plan asks for an inspection that nobody has made yet',
          inspection_id: null,
          number: null,
          warehouse_id: null,
        });
    });
    return answer;
  }

  /** How many pieces of a document that has to be inspected may go on, whether or not its plan is a gate. It knows no scope. */
  async verdictOf(sourceType: string, sourceId: string): Promise<SourceVerdict> {
    const inspections = await this.gates.ofSource(sourceType, sourceId);
    const open = inspections.filter(({ state }) => state === 'open' || state === 'in_progress');
    const blockers = open.map(({ number }) => ({ code: 'INSPECTION_OPEN', message: `${number} is not decided yet` }));
    if (inspections.length === 0)
      blockers.push({ code: 'INSPECTION_MISSING', message: 'Nobody has inspected the pieces yet' });
    const accepted_quantity = inspections.reduce((sum, inspection) => sum + inspection.accepted_quantity, 0);
    return { blockers, accepted_quantity, inspections };
  }
}
