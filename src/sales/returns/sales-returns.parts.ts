import { ReturnReceiving } from './return-receiving.service.js';
import { SalesReturnsController } from './sales-returns.controller.js';
import { SalesReturnsRepository } from './sales-returns.repository.js';
import { SalesReturns } from './sales-returns.service.js';

/** What the module of sales puts together for returns. */
export const SALES_RETURN_CONTROLLERS = [SalesReturnsController];
export const SALES_RETURN_PROVIDERS = [SalesReturnsRepository, ReturnReceiving, SalesReturns];
