import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { ErrorsController } from './errors.controller.js';
import { ProblemFilter } from './problem.filter.js';
import { TransactionInterceptor } from './transaction.interceptor.js';
import { ValidationPipe } from './validation.pipe.js';

/** How every route reads, answers and refuses. */
@Global()
@Module({
  controllers: [ErrorsController],
  providers: [
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useClass: ValidationPipe },
    { provide: APP_INTERCEPTOR, useClass: TransactionInterceptor },
  ],
})
export class HttpModule {}
