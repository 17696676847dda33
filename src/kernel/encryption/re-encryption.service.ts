import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { CannotOpen, DataCipher } from './data-cipher.js';
import { ReEncryptionRepository } from './re-encryption.repository.js';
import type { SealedValue } from './re-encryption.repository.js';

/** How the values of one column stand. */
export interface ColumnState {
  readonly column: string;
  values: number;
  /** Under another key than the current one. */
  outdated: number;
  /** Cannot be decrypted with the keys of this server. */
  unreadable: number;
}

export interface ReEncryptionResult {
  readonly columns: readonly ColumnState[];
  readonly renewed: number;
  /** Why single values cannot be read; nothing of the values. */
  readonly faults: readonly string[];
  /** The same, with the place by itself. */
  readonly unreadable: readonly UnreadableValue[];
}

export interface UnreadableValue {
  readonly place: string;
  readonly row_id: string;
  readonly reason: string;
}

const BATCH = 500;
const FIRST_ROW = '00000000-0000-0000-0000-000000000000';

/** Looks through every encrypted value, and brings those under an older key under the current one. */
@Injectable()
export class ReEncryption {
  constructor(
    private readonly db: Database,
    private readonly values: ReEncryptionRepository,
    private readonly cipher: DataCipher,
  ) {}

  /** Reads every value and changes none. */
  status(): Promise<ReEncryptionResult> {
    return this.run(false);
  }

  /**
   * Encrypts anew, batch by batch, each batch a transaction of its own: it may be stopped at any time and begun again, and the server
   * goes on working meanwhile. A value that cannot be read is left as it is and told of.
   */
  renew(): Promise<ReEncryptionResult> {
    return this.run(true);
  }

  private async run(renewing: boolean): Promise<ReEncryptionResult> {
    const columns = new Map<string, ColumnState>();
    const faults: CannotOpen[] = [];
    let renewed = 0;
    let last: Pick<SealedValue, 'place' | 'row_id'> = { place: '', row_id: FIRST_ROW };
    for (;;) {
      const batch = await this.values.after(last.place, last.row_id, BATCH);
      if (batch.length === 0) return resultOf([...columns.values()], renewed, faults);
      const outdated = batch.flatMap((value) => {
        const state = columns.get(value.place) ?? { column: value.place, values: 0, outdated: 0, unreadable: 0 };
        columns.set(value.place, state);
        return this.judge(value, state, faults);
      });
      if (renewing && outdated.length > 0) renewed += await this.db.transaction(() => this.values.replace(outdated));
      last = batch.at(-1)!;
    }
  }

  private judge(value: SealedValue, state: ColumnState, faults: CannotOpen[]): (SealedValue & { renewed: string })[] {
    const place = { column: value.place, row_id: value.row_id };
    state.values += 1;
    try {
      const text = this.cipher.open(value.sealed, place);
      if (value.sealed.startsWith(`v1.${this.cipher.current_key_id}.`)) return [];
      state.outdated += 1;
      return [{ ...value, renewed: this.cipher.seal(text, place) }];
    } catch (error) {
      if (!(error instanceof CannotOpen)) throw error;
      state.unreadable += 1;
      faults.push(error);
      return [];
    }
  }
}

function resultOf(columns: ColumnState[], renewed: number, faults: readonly CannotOpen[]): ReEncryptionResult {
  return {
    columns,
    renewed,
    faults: faults.map(({ message }) => message),
    unreadable: faults.map(({ place, reason }) => ({ place: place.column, row_id: place.row_id, reason })),
  };
}
