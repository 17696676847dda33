import { fractionText } from '../../master-data/index.js';
import { countCards, suggestCards } from './card-count.js';
import type { CirculatingCard } from './loop-cards.repository.js';
import type { LoopCalculationDto, LoopDto } from './loops.dto.js';
import type { LoopUse } from './loops.repository.js';

/** The number of cards of a loop with its arithmetic, beside how many there are. */
export function calculationOf(loop: LoopDto, use: Omit<LoopUse, 'loop_id'> | undefined): LoopCalculationDto {
  const { used, working_days } = use ?? { used: 0, working_days: 0 };
  const count = countCards({ ...loop, used, working_days });
  const circulating_cards = loop.cards - loop.cards_leaving;
  const { action, cards } = suggestCards(count.cards, circulating_cards);
  const isActual = loop.demand_source === 'actual';
  return {
    loop_id: loop.id,
    number: loop.number,
    kind: loop.kind,
    state: loop.state,
    sku: loop.sku,
    demand_source: loop.demand_source,
    demand_days: loop.demand_days,
    working_days: isActual ? working_days : null,
    used_quantity: isActual ? used : null,
    daily_demand: fractionText(count.daily),
    lead_time_days: loop.lead_time_days,
    demand_during_lead_time: fractionText(count.during_lead_time),
    safety_percent: loop.safety_percent,
    demand_with_safety: fractionText(count.with_safety),
    container_quantity: loop.container_quantity,
    containers: fractionText(count.containers),
    min_cards: loop.min_cards,
    max_cards: loop.max_cards,
    calculated_cards: count.cards,
    circulating_cards,
    leaving_cards: loop.cards_leaving,
    action,
    suggested_change: cards,
    explanation: [
      ...count.steps,
      `In circulation to stay: ${circulating_cards}; ${action === 'none' ? 'nothing to do' : `${action} ${cards}`}`,
    ],
  };
}

/** Which cards stay and which go so that a number of them stays in circulation. */
export interface CardChoice {
  /** Cards to be made. */
  readonly to_add: number;
  /** Marked to leave, and stay after all. */
  readonly to_keep: readonly string[];
  /** To be marked to leave: full ones first, since nothing is on its way for them. */
  readonly to_leave: readonly string[];
}

const FIRST_TO_LEAVE: readonly string[] = ['full', 'empty', 'on_order'];

export function chooseCards(cards: readonly CirculatingCard[], wanted: number): CardChoice {
  const staying = cards.filter(({ is_leaving }) => !is_leaving);
  const leaving = cards.filter(({ is_leaving }) => is_leaving);
  const missing = Math.max(wanted - staying.length, 0);
  const to_keep = leaving.slice(0, missing).map(({ id }) => id);
  const to_leave = [...staying]
    .sort((a, b) => FIRST_TO_LEAVE.indexOf(a.state) - FIRST_TO_LEAVE.indexOf(b.state))
    .slice(0, Math.max(staying.length - wanted, 0))
    .map(({ id }) => id);
  return { to_add: missing - to_keep.length, to_keep, to_leave };
}
