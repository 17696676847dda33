import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/index.js';

/** Where a value lies: it can be read nowhere else. `column` with its table, e.g. `erp.user_mfa.secret`. */
export interface Place {
  readonly column: string;
  readonly row_id: string;
}

const FORM = /^v1\.([A-Za-z0-9_-]{8})\.([A-Za-z0-9_-]{39,})$/;
const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A stored value that cannot be opened. It names the place and the key, never anything of the value. */
export class CannotOpen extends Error {
  constructor(
    readonly place: Place,
    readonly reason: string,
  ) {
    super(`${place.column} of row ${place.row_id} cannot be decrypted: ${reason}`);
    this.name = 'CannotOpen';
  }
}

/**
 * Encryption of single values at rest: AES-256-GCM with a fresh 96-bit nonce for each value, as `v1.<key id>.<nonce, tag, ciphertext>`.
 * Column and row are authenticated along, so that a value copied to another row, column or table is refused. Values are
 * written under DATA_ENCRYPTION_KEY and read under that or DATA_ENCRYPTION_KEY_PREVIOUS.
 */
@Injectable()
export class DataCipher {
  /** By key id, the current one first. */
  private readonly keys: ReadonlyMap<string, KeyObject>;
  /** Null where no key is set, which only a server outside production may be. */
  readonly current_key_id: string | null;

  constructor(config: AppConfig) {
    const secrets = [config.dataEncryptionKey, config.dataEncryptionKeyPrevious].filter(
      (secret) => secret !== undefined,
    );
    this.keys = new Map(secrets.map(keyOf));
    this.current_key_id = config.dataEncryptionKey === undefined ? null : keyOf(config.dataEncryptionKey)[0];
  }

  /** @throws Error where no key is set */
  seal(text: string, place: Place): string {
    const keyId = this.current_key_id;
    if (keyId === null) throw new Error('DATA_ENCRYPTION_KEY is not set: nothing can be encrypted');
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.keys.get(keyId)!, iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(boundTo(place));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `v1.${keyId}.${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')}`;
  }

  /** @throws CannotOpen for a value under an unknown key, of another place, or altered */
  open(sealed: string, place: Place): string {
    const [, keyId, body] = FORM.exec(sealed) ?? [];
    if (keyId === undefined || body === undefined)
      throw new CannotOpen(place, 'it has not the form of an encrypted value');
    const key = this.keys.get(keyId);
    if (!key) throw new CannotOpen(place, `it was encrypted under the key ${keyId}, which this server does not have`);
    const bytes = Buffer.from(body, 'base64url');
    const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(boundTo(place));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    try {
      return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      throw new CannotOpen(place, 'it was altered, or belongs to another row');
    }
  }
}

function boundTo({ column, row_id }: Place): Buffer {
  return Buffer.from(`pabrik v1\n${column}\n${row_id}`, 'utf8');
}

/** The key derived from a secret, for this purpose alone, and a name for it that tells nothing about it. */
function keyOf(secret: string): [id: string, key: KeyObject] {
  const bytes = Buffer.from(hkdfSync('sha256', secret, '', 'pabrik data encryption', 32));
  const id = createHmac('sha256', bytes).update('pabrik key id').digest('base64url').slice(0, 8);
  return [id, createSecretKey(bytes)];
}
