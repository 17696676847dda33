import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';

/** One encrypted value and where it lies. */
export interface SealedValue {
  /** With its table, e.g. `erp.user_mfa.secret`. */
  readonly place: string;
  readonly row_id: string;
  readonly sealed: string;
}

/** Every encrypted value there is, through the two functions of the database that list their columns. */
@Injectable()
export class ReEncryptionRepository {
  constructor(private readonly db: Database) {}

  /** Values after a place and row, in their order. */
  after(place: string, rowId: string, limit: number): Promise<SealedValue[]> {
    return this.db.query(
      `select v.place, v.row_id, v.sealed from erp.encrypted_values() v
        where (v.place, v.row_id) > ($1::text, $2::uuid) order by v.place, v.row_id limit $3`,
      [place, rowId, limit],
    );
  }

  /** Replaces values that are still what they were read as. Answers how many. */
  async replace(values: readonly (SealedValue & { readonly renewed: string })[]): Promise<number> {
    const { count } = await this.db.one<{ count: number }>(
      'select erp.replace_encrypted_values($1::text[], $2::uuid[], $3::text[], $4::text[]) as count',
      [
        values.map(({ place }) => place),
        values.map(({ row_id }) => row_id),
        values.map(({ sealed }) => sealed),
        values.map(({ renewed }) => renewed),
      ],
    );
    return count;
  }
}
