export { CannotOpen, DataCipher } from './data-cipher.js';
export type { Place } from './data-cipher.js';
export { EncryptionIntegrity } from './encryption-integrity.js';
export { EncryptionModule } from './encryption.module.js';
export { ReEncryption } from './re-encryption.service.js';
export type { ColumnState, ReEncryptionResult } from './re-encryption.service.js';
