import { Global, Module } from '@nestjs/common';
import { JobRegistry } from './job-registry.js';

/** Where every module leaves its jobs. */
@Global()
@Module({ providers: [JobRegistry], exports: [JobRegistry] })
export class JobRegistryModule {}
