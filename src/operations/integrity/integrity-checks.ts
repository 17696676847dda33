import type { FactoryProvider } from '@nestjs/common';
import type { Invariant } from '../../kernel/database/index.js';
import { EncryptionIntegrity } from '../../kernel/encryption/index.js';
import { AccountingIntegrity } from '../../accounting/index.js';
import { AuditIntegrity } from '../../audit/index.js';
import { CardIntegrity, LoopIntegrity } from '../../kanban/index.js';
import {
  FloorIntegrity,
  MaterialRequestIntegrity,
  OrderIntegrity,
  ReworkIntegrity,
  SubcontractIntegrity,
} from '../../ppic/index.js';
import { PurchaseInvoiceIntegrity, PurchaseOrderIntegrity, RequisitionIntegrity } from '../../purchasing/index.js';
import { FulfilmentIntegrity, SalesOrderIntegrity } from '../../sales/index.js';
import { LedgerIntegrity, StockBooksIntegrity } from '../../warehouse/index.js';

/** What a module holds against every row that it has. Reads only. */
export interface IntegrityCheck {
  check(): Promise<Invariant[]>;
}

/** Under this name, the checks of all modules, in the order in which they are told. */
export const INTEGRITY_CHECKS = Symbol('integrity checks');

/** A module's invariants join the whole by one line here. */
const CHECKS = [
  LedgerIntegrity,
  AccountingIntegrity,
  StockBooksIntegrity,
  RequisitionIntegrity,
  PurchaseOrderIntegrity,
  PurchaseInvoiceIntegrity,
  SalesOrderIntegrity,
  FulfilmentIntegrity,
  OrderIntegrity,
  FloorIntegrity,
  MaterialRequestIntegrity,
  ReworkIntegrity,
  SubcontractIntegrity,
  CardIntegrity,
  LoopIntegrity,
  AuditIntegrity,
  EncryptionIntegrity,
];

export const integrityChecks: FactoryProvider<IntegrityCheck[]> = {
  provide: INTEGRITY_CHECKS,
  useFactory: (...checks: IntegrityCheck[]) => checks,
  inject: CHECKS,
};
