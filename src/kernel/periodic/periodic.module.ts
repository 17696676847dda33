import { Global, Module } from '@nestjs/common';
import { PeriodicRegistry } from './periodic-registry.js';

/** Where every periodic work is known. */
@Global()
@Module({ providers: [PeriodicRegistry], exports: [PeriodicRegistry] })
export class PeriodicModule {}
