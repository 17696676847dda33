import { Global, Module } from '@nestjs/common';
import { DataCipher } from './data-cipher.js';
import { EncryptionIntegrity } from './encryption-integrity.js';
import { ReEncryptionRepository } from './re-encryption.repository.js';
import { ReEncryption } from './re-encryption.service.js';

/** Values that are encrypted at rest, and the change of their key. */
@Global()
@Module({
  providers: [DataCipher, EncryptionIntegrity, ReEncryption, ReEncryptionRepository],
  exports: [DataCipher, EncryptionIntegrity, ReEncryption],
})
export class EncryptionModule {}
