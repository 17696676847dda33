import { ReceivablesController } from './receivables.controller.js';
import { ReceivablesRepository } from './receivables.repository.js';
import { Receivables } from './receivables.service.js';

/** What the module of sales puts together for statements and reminders. */
export const RECEIVABLES_CONTROLLERS = [ReceivablesController];
export const RECEIVABLES_PROVIDERS = [ReceivablesRepository, Receivables];
