/** Over an hour of looks, one a second; of a longer lag the oldest ones are what counts. */
const MOST_SAMPLES = 4_000;

interface Sample {
  at: number;
  written: bigint;
}

/** A position in the write-ahead log, as PostgreSQL writes it (`16/B374D848`), as a number. */
export function positionNumber(position: string): bigint {
  const [high = '0', low = '0'] = position.split('/');
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}

/**
 * How far a replica is behind, in seconds: the age of the oldest position that the primary has been seen to have written and the
 * replica has not replayed. Not by the replica's own word (`now() - pg_last_xact_replay_timestamp()`): that grows on a primary
 * where nothing happens, and stands still on a replica that is cut off.
 */
export class ReplicaLag {
  private samples: Sample[] = [];

  /** @param now milliseconds; @param written position of the primary; @param replayed position of the replica */
  of(now: number, written: string, replayed: string): number {
    const done = positionNumber(replayed);
    this.samples.push({ at: now, written: positionNumber(written) });
    this.samples = this.samples.filter((sample) => sample.written > done).slice(0, MOST_SAMPLES);
    const oldest = this.samples[0];
    return oldest ? (now - oldest.at) / 1000 : 0;
  }
}
