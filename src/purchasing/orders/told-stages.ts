import type { FollowedPieces, FollowedStage, LineFigures } from '../requisitions/line-quantities.js';
import { TOLD_STAGES } from './order-requests.repository.js';
import type { RequestProgress, ToldStage } from './order-requests.repository.js';

/** What the lines of requisitions call the stages. */
export const STAGE_EVENTS: Readonly<Record<ToldStage, FollowedStage>> = {
  ordered: 'order',
  confirmed: 'confirm',
  shipped: 'ship',
  received: 'receive',
  put_away: 'put_away',
};

/** Links whose figures are written after a telling. */
export interface Telling {
  /** Stage by stage in the order in which they are told: first what is taken back, the last stage first, then what came in addition. */
  readonly calls: readonly { readonly stage: ToldStage; readonly back: boolean; readonly pieces: FollowedPieces[] }[];
  readonly told: RequestProgress[];
}

/**
 * What has to be told of each stage. What the requester has accepted is not taken back: those pieces stay counted for the requisition, although
 * they went back to the supplier, and are told when that changes.
 * @param lines the requisition lines as they are now, locked
 */
export function tellingOf(progress: readonly RequestProgress[], lines: readonly LineFigures[]): Telling {
  const left = new Map(lines.map((line) => [line.id, takeable(line)]));
  const told = progress.map((each) => ({ ...each }));
  const back = [...TOLD_STAGES].reverse().map((stage) => ({
    stage,
    back: true,
    pieces: told.flatMap((each): FollowedPieces[] => {
      const less = each[`told_${stage}`] - each[stage];
      const quantity = Math.min(Math.max(less, 0), left.get(each.requisition_line_id)?.[stage] ?? Math.max(less, 0));
      if (quantity === 0) return [];
      take(left.get(each.requisition_line_id), stage, quantity);
      (each as Record<string, unknown>)[`told_${stage}`] = each[`told_${stage}`] - quantity;
      return [{ line_id: each.requisition_line_id, quantity }];
    }),
  }));
  const more = TOLD_STAGES.map((stage) => ({
    stage,
    back: false,
    pieces: told.flatMap((each): FollowedPieces[] => {
      const quantity = each[stage] - each[`told_${stage}`];
      if (quantity <= 0) return [];
      (each as Record<string, unknown>)[`told_${stage}`] = each[stage];
      return [{ line_id: each.requisition_line_id, quantity }];
    }),
  }));
  return { calls: [...back, ...more].filter(({ pieces }) => pieces.length > 0), told };
}

/** How many pieces of each stage can be taken back of a line: those that no later stage has used. */
function takeable(line: LineFigures): Record<ToldStage, number> {
  return {
    put_away: line.put_away_quantity - line.accepted_quantity,
    received: line.received_quantity - line.put_away_quantity,
    shipped: line.shipped_quantity,
    confirmed: line.confirmed_quantity,
    ordered: line.ordered_quantity - line.received_quantity,
  };
}

/** What was taken back of a stage is free to be taken back of the one before it. */
function take(left: Record<ToldStage, number> | undefined, stage: ToldStage, quantity: number): void {
  if (!left) return;
  left[stage] -= quantity;
  if (stage === 'put_away') left.received += quantity;
  if (stage === 'received') left.ordered += quantity;
}
