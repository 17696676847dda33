import { Module } from '@nestjs/common';
import { RetentionJobs } from './retention-jobs.js';
import { RetentionRepository } from './retention.repository.js';
import { RetentionService } from './retention.service.js';

/** How long things are kept. */
@Module({ providers: [RetentionJobs, RetentionRepository, RetentionService], exports: [RetentionService] })
export class RetentionModule {}
