import { Global, Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { AccountingModule } from './accounting/index.js';
import { AuditModule } from './audit/index.js';
import { AuthModule } from './auth/index.js';
import { AppConfig } from './kernel/config/index.js';
import { DatabaseModule } from './kernel/database/database.module.js';
import { EncryptionModule } from './kernel/encryption/index.js';
import { HttpModule } from './kernel/http/index.js';
import { JobRegistryModule } from './kernel/jobs/index.js';
import { PeriodicModule } from './kernel/periodic/index.js';
import { KanbanModule } from './kanban/index.js';
import { MasterDataModule } from './master-data/index.js';
import { CopyCheck, OperationsModule } from './operations/index.js';
import { RedisModule } from './kernel/redis/index.js';
import { PpicModule } from './ppic/index.js';
import { PurchasingModule } from './purchasing/index.js';
import { QualityModule } from './quality/index.js';
import { ReportingModule } from './reporting/index.js';
import { checkCopy } from './start/copy-check.js';
import { SalesModule } from './sales/index.js';
import { WarehouseModule } from './warehouse/index.js';

@Global()
@Module({
  imports: [
    DatabaseModule,
    EncryptionModule,
    RedisModule,
    HttpModule,
    JobRegistryModule,
    PeriodicModule,
    AuthModule,
    AuditModule,
    MasterDataModule,
    AccountingModule,
    WarehouseModule,
    QualityModule,
    PurchasingModule,
    SalesModule,
    PpicModule,
    KanbanModule,
    ReportingModule,
    OperationsModule,
  ],
})
export class AppModule {
  /** The application with its configuration; there is no other way to make it. */
  static with(config: AppConfig): DynamicModule {
    const copyCheck: CopyCheck = { check: (url) => checkCopy(AppModule.with, config, url) };
    return {
      module: AppModule,
      providers: [
        { provide: AppConfig, useValue: config },
        { provide: CopyCheck, useValue: copyCheck },
      ],
      exports: [AppConfig, CopyCheck],
    };
  }
}
