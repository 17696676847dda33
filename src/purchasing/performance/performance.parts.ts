import { PerformanceController } from './performance.controller.js';
import { PerformanceRepository } from './performance.repository.js';
import { SupplierPerformance } from './performance.service.js';
import { TraceRepository } from './trace.repository.js';
import { PurchaseTrace } from './trace.service.js';

/** What the module of purchasing puts together for figures of suppliers and for traces. */
export const PERFORMANCE_CONTROLLERS = [PerformanceController];
export const PERFORMANCE_PROVIDERS = [PerformanceRepository, SupplierPerformance, TraceRepository, PurchaseTrace];
