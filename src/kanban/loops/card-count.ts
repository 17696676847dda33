import { Rational } from '../../kernel/numbers/index.js';
import { fractionText } from '../../master-data/index.js';

/** What a loop's number of cards is counted from. Decimals are texts, so that none is rounded on the way. */
export interface CountBasis {
  readonly demand_source: string;
  /** Pieces of a working day, where somebody states them. */
  readonly daily_demand: string | null;
  /** Days before today that are looked at, where what was used counts. */
  readonly demand_days: number | null;
  /** Pieces used in those days, less what came back. */
  readonly used: number;
  /** Working days among them. */
  readonly working_days: number;
  readonly lead_time_days: string;
  readonly safety_percent: string;
  readonly container_quantity: number;
  readonly min_cards: number;
  readonly max_cards: number;
}

export interface CardCount {
  /** Pieces of a working day. */
  readonly daily: Rational;
  readonly during_lead_time: Rational;
  readonly with_safety: Rational;
  /** Containers, before they are made whole. */
  readonly containers: Rational;
  readonly cards: number;
  /** The arithmetic in plain words, line by line. */
  readonly steps: readonly string[];
}

/**
 * How many cards a loop needs: `ceil(demand during lead time * (1 + safety) / container)`, the usual formula of kanban, exact until the one
 * rounding up, and then at least the loop's least and at most its greatest number.
 */
export function countCards(basis: CountBasis): CardCount {
  const daily = dailyDemand(basis);
  const lead = Rational.parse(basis.lead_time_days);
  const factor = Rational.ONE.add(Rational.parse(basis.safety_percent).div(Rational.of(100)));
  const during_lead_time = daily.mul(lead);
  const with_safety = during_lead_time.mul(factor);
  const containers = with_safety.div(Rational.of(basis.container_quantity));
  const whole = containers.ceil();
  const low = BigInt(basis.min_cards);
  const high = BigInt(basis.max_cards);
  const cards = Number(whole < low ? low : whole > high ? high : whole);
  const limit =
    whole < low
      ? [`At least ${basis.min_cards}: ${basis.min_cards}`]
      : whole > high
        ? [`At most ${basis.max_cards}: ${basis.max_cards}`]
        : [];
  return {
    daily,
    during_lead_time,
    with_safety,
    containers,
    cards,
    steps: [
      demandStep(basis, daily),
      `During the lead time: ${fractionText(daily)} * ${plain(lead)} working days = ${fractionText(during_lead_time)}`,
      `With ${plain(Rational.parse(basis.safety_percent))} % safety: ${fractionText(during_lead_time)} * ${plain(factor)} = ${fractionText(with_safety)}`,
      `In containers of ${basis.container_quantity}: ${fractionText(with_safety)} / ${basis.container_quantity} = ${fractionText(containers)}, rounded up to ${whole}`,
      ...limit,
    ],
  };
}

function dailyDemand({ demand_source, daily_demand, used, working_days }: CountBasis): Rational {
  if (demand_source === 'stated') return Rational.parse(daily_demand!);
  return working_days === 0 ? Rational.ZERO : Rational.of(used, working_days);
}

function demandStep({ demand_source, demand_days, used, working_days }: CountBasis, daily: Rational): string {
  if (demand_source === 'stated') return `Demand as stated: ${plain(daily)} a working day`;
  if (working_days === 0) return `Demand of the last ${demand_days} days: none of them was worked, so 0`;
  return `Demand of the last ${demand_days} days: ${used} used / ${working_days} working days = ${fractionText(daily)} a working day`;
}

/** A finite decimal without zeros at its end. */
function plain(value: Rational): string {
  return value.toFixed(6).replace(/\.?0+$/, '');
}

/** What a loop should do about its number of cards. */
export interface CardSuggestion {
  readonly action: 'add' | 'remove' | 'none';
  readonly cards: number;
}

/** @param staying cards in circulation that are not marked to leave it */
export function suggestCards(wanted: number, staying: number): CardSuggestion {
  const cards = Math.abs(wanted - staying);
  return { action: wanted > staying ? 'add' : wanted < staying ? 'remove' : 'none', cards };
}

/** A loop as its level is looked at. */
export interface Level {
  /** Pieces at the place that may be used. */
  readonly on_hand: number;
  /** Pieces that cards which are empty or on order will bring. */
  readonly to_come: number;
  readonly trigger_quantity: number;
  readonly container_quantity: number;
  /** Cards that can be signalled. */
  readonly full: number;
}

/**
 * How many cards are to be signalled so that stock, with what is to come, is above the trigger again; none while it is. What is to come counts, so
 * that a second look finds nothing to do.
 */
export function cardsByLevel({ on_hand, to_come, trigger_quantity, container_quantity, full }: Level): number {
  const missing = trigger_quantity - on_hand - to_come;
  return missing < 0 ? 0 : Math.min(full, Math.floor(missing / container_quantity) + 1);
}
