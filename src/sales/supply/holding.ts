/** An order line as far as holding stock for it goes; quantities in pieces. */
export interface HeldLine {
  readonly supply: 'stock' | 'make' | 'buy';
  readonly reserve_on: string | null;
  readonly open_quantity: number;
  readonly shipped_quantity: number;
  readonly reopened_quantity: number;
  /** Held hard: stock that nobody else gets. */
  readonly held_quantity: number;
  /** Claimed softly, for a day to come. */
  readonly claimed_quantity: number;
  /** What its documents have brought so far. */
  readonly supplied_quantity: number;
}

/** What is to be done so that a line has what it may have. */
export interface Holding {
  /** Pieces of stock to be held now, as far as there are any. */
  readonly hold: number;
  /** Pieces to be claimed for a day to come. */
  readonly claim: number;
  /** Claims that stock takes the place of now. */
  readonly unclaim: boolean;
}

/**
 * What a line is still to be given: from stock all that is open, or before its day a claim on it; of what is made or bought for it, no more than has
 * come and has not left already.
 */
export function holdingOf(line: HeldLine, today: string): Holding {
  const { supply, reserve_on, open_quantity, held_quantity, claimed_quantity } = line;
  if (supply !== 'stock') {
    const here = line.supplied_quantity - (line.shipped_quantity - line.reopened_quantity) - held_quantity;
    return { hold: Math.max(Math.min(open_quantity - held_quantity, here), 0), claim: 0, unclaim: false };
  }
  if (reserve_on !== null && reserve_on > today)
    return { hold: 0, claim: Math.max(open_quantity - held_quantity - claimed_quantity, 0), unclaim: false };
  return { hold: Math.max(open_quantity - held_quantity, 0), claim: 0, unclaim: claimed_quantity > 0 };
}
