/** So many packs of so many pieces. */
export interface Packs {
  readonly quantity: number;
  readonly copies: number;
}

/** Pieces in packs: full ones, and one with the rest. Without a size they are one pack. */
export function packsOf(pieces: number, size: number | null): Packs[] {
  const quantity = Math.min(size ?? pieces, pieces);
  const rest = pieces % quantity;
  return [{ quantity, copies: (pieces - rest) / quantity }, ...(rest > 0 ? [{ quantity: rest, copies: 1 }] : [])];
}
