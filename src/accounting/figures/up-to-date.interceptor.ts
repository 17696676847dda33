import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { from, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import { isUuid } from '../../kernel/http/index.js';
import { currentActor } from '../../kernel/security/index.js';
import { SubLedgers } from '../journal/sub-ledgers.js';

/** Before figures of the books are read, the ledgers of detail post what they have not posted yet: of the company asked for, else of the caller's. */
@Injectable()
export class UpToDateBooks implements NestInterceptor {
  constructor(private readonly subLedgers: SubLedgers) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { company_id } = context.switchToHttp().getRequest<{ query: { company_id?: unknown } }>().query;
    const { company_ids } = currentActor();
    const concerned = isUuid(company_id) ? company_ids.filter((id) => id === company_id) : company_ids;
    return from(this.subLedgers.bringUpToDateIfPossible(concerned)).pipe(switchMap(() => next.handle()));
  }
}
