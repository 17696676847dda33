import { Module } from '@nestjs/common';
import { MasterDataModule } from '../master-data/index.js';
import './accounts/accounts.import.js';
import { AccountRolesController } from './accounts/account-roles.controller.js';
import { AccountsController } from './accounts/accounts.controller.js';
import { AccountsRepository } from './accounts/accounts.repository.js';
import { ChartOfAccounts } from './accounts/chart.service.js';
import { BooksFiguresController } from './figures/figures.controller.js';
import { BooksFigures } from './figures/figures.service.js';
import { LedgerRepository } from './figures/ledger.repository.js';
import { OpenItemsRepository } from './figures/open-items.repository.js';
import { StatementsController } from './figures/statements.controller.js';
import { StatementsRepository } from './figures/statements.repository.js';
import { FinancialStatements } from './figures/statements.service.js';
import { AccountingIntegrity } from './integrity/accounting-integrity.js';
import { InvoiceActionsController } from './invoices/invoice-actions.controller.js';
import { InvoiceDrafting } from './invoices/invoice-drafting.js';
import { InvoicesController } from './invoices/invoices.controller.js';
import { InvoicesRepository } from './invoices/invoices.repository.js';
import { InvoicesService } from './invoices/invoices.service.js';
import { Invoicing } from './invoices/invoicing.js';
import { JournalController } from './journal/journal.controller.js';
import { JournalPosting } from './journal/journal-posting.js';
import { JournalRepository } from './journal/journal.repository.js';
import { JournalService } from './journal/journal.service.js';
import { SubLedgers } from './journal/sub-ledgers.js';
import { Allocating } from './payments/allocating.js';
import { AllocationsRepository } from './payments/allocations.repository.js';
import { PaymentActionsController } from './payments/payment-actions.controller.js';
import { PaymentBooking } from './payments/payment-booking.js';
import { PaymentsController } from './payments/payments.controller.js';
import { PaymentsRepository } from './payments/payments.repository.js';
import { PaymentsService } from './payments/payments.service.js';
import { AccountingPeriodsController } from './periods/accounting-periods.controller.js';
import { AccountingPeriodsRepository } from './periods/accounting-periods.repository.js';
import { AccountingPeriods } from './periods/accounting-periods.service.js';
import { YearClosing } from './periods/year-closing.service.js';
import { FiscalYearsController } from './periods/fiscal-years.controller.js';
import { TaxCodesController } from './taxes/tax-codes.controller.js';
import { TaxReportController } from './taxes/tax-report.controller.js';
import { TaxReportRepository } from './taxes/tax-report.repository.js';
import { TaxReports } from './taxes/tax-report.service.js';
import { TaxRatesController } from './taxes/tax-rates.controller.js';
import { TaxesRepository } from './taxes/taxes.repository.js';
import { TaxRatesService } from './taxes/taxes.service.js';
import { PaymentTermsController } from './terms/payment-terms.controller.js';

/** The books: accounts, periods, the journal, and one engine for invoices and payments of suppliers and customers. */
@Module({
  imports: [MasterDataModule],
  controllers: [
    AccountsController,
    AccountRolesController,
    FiscalYearsController,
    AccountingPeriodsController,
    JournalController,
    TaxCodesController,
    TaxRatesController,
    PaymentTermsController,
    InvoicesController,
    InvoiceActionsController,
    PaymentsController,
    PaymentActionsController,
    BooksFiguresController,
    StatementsController,
    TaxReportController,
  ],
  providers: [
    AccountsRepository,
    ChartOfAccounts,
    AccountingPeriodsRepository,
    AccountingPeriods,
    JournalRepository,
    JournalPosting,
    SubLedgers,
    JournalService,
    YearClosing,
    TaxesRepository,
    TaxRatesService,
    InvoicesRepository,
    InvoiceDrafting,
    Invoicing,
    AllocationsRepository,
    Allocating,
    InvoicesService,
    PaymentsRepository,
    PaymentBooking,
    PaymentsService,
    LedgerRepository,
    OpenItemsRepository,
    BooksFigures,
    StatementsRepository,
    FinancialStatements,
    TaxReportRepository,
    TaxReports,
    AccountingIntegrity,
  ],
  exports: [ChartOfAccounts, JournalPosting, SubLedgers, Invoicing, Allocating, AccountingIntegrity],
})
export class AccountingModule {}
