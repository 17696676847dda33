import { Global, Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { AuthModule } from './auth/index.js';
import { AppConfig } from './kernel/config/index.js';
import { DatabaseModule } from './kernel/database/database.module.js';
import { HttpModule } from './kernel/http/index.js';
import { KanbanModule } from './kanban/index.js';
import { MasterDataModule } from './master-data/index.js';
import { OperationsModule } from './operations/index.js';
import { PpicModule } from './ppic/index.js';
import { QualityModule } from './quality/index.js';
import { ReportingModule } from './reporting/index.js';
import { WarehouseModule } from './warehouse/index.js';

@Global()
@Module({
  imports: [
    DatabaseModule,
    HttpModule,
    AuthModule,
    MasterDataModule,
    WarehouseModule,
    QualityModule,
    PpicModule,
    KanbanModule,
    ReportingModule,
    OperationsModule,
  ],
})
export class AppModule {
  /** The application with its configuration; there is no other way to make it. */
  static with(config: AppConfig): DynamicModule {
    return { module: AppModule, providers: [{ provide: AppConfig, useValue: config }], exports: [AppConfig] };
  }
}
