import { CreditController } from './credit.controller.js';
import { CreditRepository } from './credit.repository.js';
import { CreditService } from './credit.service.js';
import { SalesCredit } from './sales-credit.js';

/** What the module of sales puts together for credit. */
export const CREDIT_CONTROLLERS = [CreditController];

export const CREDIT_PROVIDERS = [CreditRepository, SalesCredit, CreditService];
