import { SupplierReturnsController } from './returns.controller.js';
import { SupplierReturnsRepository } from './returns.repository.js';
import { SupplierReturns } from './returns.service.js';

/** What the module of purchasing puts together for returns. */
export const RETURN_CONTROLLERS = [SupplierReturnsController];
export const RETURN_PROVIDERS = [SupplierReturnsRepository, SupplierReturns];
