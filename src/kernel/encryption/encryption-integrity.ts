import { Injectable } from '@nestjs/common';
import type { Invariant } from '../database/index.js';
import { ReEncryption } from './re-encryption.service.js';

const SAMPLES = 20;

/** Opens every value that is encrypted at rest: one that was altered or copied from another row is named with its place. Reads only. */
@Injectable()
export class EncryptionIntegrity {
  constructor(private readonly values: ReEncryption) {}

  async check(): Promise<Invariant[]> {
    const { columns, unreadable } = await this.values.status();
    return [
      {
        name: 'encrypted_values',
        rule: 'Every value that is encrypted at rest can be decrypted where it lies, with the keys of this server.',
        checked: columns.reduce((sum, { values }) => sum + values, 0),
        violations: unreadable.length,
        samples: unreadable
          .slice(0, SAMPLES)
          .map(({ place, row_id, reason }) => ({ column: place, row_id, fault: reason })),
      },
    ];
  }
}
