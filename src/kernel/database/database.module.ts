import { Global, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AppConfig } from '../config/index.js';
import { DocumentHistory } from '../state-machine/document-history.js';
import { createDataSource } from './data-source.js';
import { Database } from './database.js';
import { Notifications } from './notifications.js';
import { Replica } from './replica.js';

/** The connection pool and what every module does with it. */
@Global()
@Module({
  providers: [
    {
      provide: DataSource,
      useFactory: (config: AppConfig) => createDataSource(config).initialize(),
      inject: [AppConfig],
    },
    Replica,
    Database,
    DocumentHistory,
    Notifications,
  ],
  exports: [DataSource, Database, Replica, DocumentHistory, Notifications],
})
export class DatabaseModule {}
