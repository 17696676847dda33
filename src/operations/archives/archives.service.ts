import { randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { Injectable } from '@nestjs/common';
import { AuditIntegrity } from '../../audit/index.js';
import { AppConfig } from '../../kernel/config/index.js';
import type { Invariant } from '../../kernel/database/index.js';
import { LedgerIntegrity, StockSnapshots } from '../../warehouse/index.js';
import { OwnerConnection } from '../maintenance/owner-connection.js';
import {
  archiveFolder,
  measure,
  readArchive,
  readManifest,
  removeArchive,
  sameContent,
  verifyArchive,
  writeArchive,
  writeManifest,
} from './archive-file.js';
import type { ArchiveFile } from './archive-file.js';
import type { ArchiveDto } from './archives.dto.js';
import { ArchivesRepository } from './archives.repository.js';
import type { ArchivedTable, Candidate } from './archives.repository.js';
import { Archivist } from './archiving.repository.js';

/** A month that is old enough, and what keeps it from being archived; null when nothing does. */
export interface Plan extends Candidate {
  readonly hindrance: string | null;
}

/** Ageing and slow movers look a year back: younger months stay. */
export const LEAST_MONTHS = 12;
/** A table that is busy is tried again so many times. */
const TRIES = 5;
const TRY_AGAIN = new Set(['55P03', '40P01']);

/**
 * Takes old months of the stock ledger and of the audit out into files, and brings them back. A month is written into a file and the file
 * read back before anything else; then one transaction holds the month still, compares it with the file once more, leaves the lines that
 * documents and lots still read, drops the rest and notes from where on stock is reckoned. Killed at any moment, it has either happened or
 * not, and the next run goes on with the file that is there.
 */
@Injectable()
export class ArchivesService {
  private readonly folder: string;

  constructor(
    private readonly archives: ArchivesRepository,
    private readonly owner: OwnerConnection,
    private readonly ledger: LedgerIntegrity,
    private readonly audit: AuditIntegrity,
    private readonly snapshots: StockSnapshots,
    config: AppConfig,
  ) {
    this.folder = archiveFolder(config);
  }

  list(): Promise<ArchiveDto[]> {
    return this.archives.all();
  }

  /**
   * What could be archived, oldest first; of each table up to the first month that cannot.
   * @param olderThan whole months that have to lie between the end of a month and this month
   * @throws Error for fewer than 12
   */
  async plan(olderThan: number, table?: ArchivedTable): Promise<Plan[]> {
    if (!Number.isInteger(olderThan) || olderThan < LEAST_MONTHS || olderThan > 1200)
      throw new Error(`Older than: a whole number of months from ${LEAST_MONTHS} to 1200.`);
    const plans: Plan[] = [];
    const stopped = new Set<string>();
    for (const candidate of await this.archives.candidates(olderThan)) {
      if (stopped.has(candidate.table_name) || (table && candidate.table_name !== table)) continue;
      const hindrance = await this.hindrance(candidate);
      if (hindrance !== null) stopped.add(candidate.table_name);
      plans.push({ ...candidate, hindrance });
    }
    return plans;
  }

  /**
   * Archives what the plan says.
   * @returns the archives made by this run
   * @throws Error when an invariant does not hold, a file is not as it was written, or a snapshot is not what the ledger says: then nothing is dropped
   */
  async execute(olderThan: number, table?: ArchivedTable): Promise<ArchiveDto[]> {
    await this.snapshots.take();
    const due = (await this.plan(olderThan, table)).filter(({ hindrance }) => hindrance === null);
    if (due.length === 0) return [];
    await this.holdInvariants();
    const done = new Set<string>();
    for (const candidate of due) done.add(await this.archive(candidate));
    return (await this.list()).filter(({ id }) => done.has(id));
  }

  /** Reads files of archives back. @returns what is wrong with each that is */
  async verify(): Promise<{ archive: ArchiveDto; fault: string | null }[]> {
    const found: { archive: ArchiveDto; fault: string | null }[] = [];
    for (const archive of await this.list()) {
      if (archive.state === 'restored') continue;
      const fault = await verifyArchive(this.folder, archive).then(
        () => null,
        (error: Error) => error.message,
      );
      found.push({ archive, fault });
    }
    return found;
  }

  /**
   * Brings an archived month back as it was: the newest of its table, since they follow each other.
   * @throws Error when there is a newer one, or the file is not as it was written
   */
  async restore(id: string): Promise<ArchiveDto> {
    const all = await this.list();
    const wanted = all.find((archive) => archive.id === id && archive.state === 'archived');
    if (!wanted) throw new Error(`There is no archived month ${id}: see pabrik partitions list.`);
    const newest = all.filter((a) => a.table_name === wanted.table_name && a.state === 'archived').at(-1)!;
    if (newest.id !== id)
      throw new Error(`${newest.partition_name} was archived after it: restore ${newest.id} first.`);
    await verifyArchive(this.folder, wanted);
    await this.asOwner((archivist) => archivist.transaction(() => this.bringBack(archivist, wanted)));
    return (await this.list()).find((archive) => archive.id === id)!;
  }

  private async hindrance(candidate: Candidate): Promise<string | null> {
    if (!(await this.archives.isSealed(candidate))) return 'not every row is sealed yet';
    if (candidate.table_name === 'audit_logs') return null;
    const open = await this.archives.openCompanies(candidate);
    if (open.length > 0) return `not closed hard: ${open.join(', ')}`;
    const behind = await this.archives.companiesNotBooked(candidate);
    if (behind.length > 0) return `not in the books: ${behind.join(', ')}`;
    return (await this.archives.hasOpening(candidate.to_at)) ? null : 'stock is not summed up at its end';
  }

  /** What is archived can be checked no more against what is kept beside it: it has to be right now. */
  private async holdInvariants(): Promise<void> {
    const found: Invariant[] = [...(await this.ledger.check()), ...(await this.audit.check())];
    const broken = found.filter(({ violations }) => violations > 0).map(({ name }) => name);
    if (broken.length > 0)
      throw new Error(`Nothing is archived while invariants are broken: ${broken.join(', ')}. See pabrik check.`);
  }

  private archive(candidate: Candidate): Promise<string> {
    return this.asOwner(async (archivist) => {
      const { id, file } = await this.dumped(archivist, candidate);
      for (let tries = 1; ; tries += 1) {
        try {
          await archivist.transaction(() => this.takeOut(archivist, candidate, id, file));
          return id;
        } catch (error) {
          if (tries === TRIES || !TRY_AGAIN.has((error as { code?: string }).code ?? '')) throw error;
        }
      }
    });
  }

  /** The file of a month: the one that an earlier run left, when it is whole; else a new one. Read back in either case. */
  private async dumped(archivist: Archivist, candidate: Candidate): Promise<{ id: string; file: ArchiveFile }> {
    const left = await archivist.pending(candidate);
    if (left) {
      await verifyArchive(this.folder, left);
      return { id: left.id, file: left };
    }
    const { table_name, from_at, to_at, partition_name } = candidate;
    const columns = await archivist.columns(partition_name);
    const title = `${table_name}-${from_at.slice(0, 10)}-${randomBytes(4).toString('hex')}.copy.gz`;
    const file = await writeArchive(this.folder, title, await archivist.rows(partition_name));
    const { version } = await archivist.one<{ version: string }>(`select current_setting('server_version') as version`);
    const made_at = new Date().toISOString();
    await writeManifest(this.folder, {
      ...file,
      table_name,
      columns,
      from_at,
      to_at,
      made_at,
      server_version: version,
    });
    await verifyArchive(this.folder, file);
    return { id: await archivist.noteDump(candidate, file, OPERATOR), file };
  }

  /** One transaction: whatever ends it before its end, the month is here as it was. */
  private async takeOut(archivist: Archivist, candidate: Candidate, id: string, file: ArchiveFile): Promise<void> {
    const { table_name, partition_name } = candidate;
    await archivist.holdStill(partition_name);
    if (!sameContent(await archivist.contentOf(partition_name), file))
      throw new Error(`${partition_name} is not what its archive ${file.file} holds. Nothing was dropped.`);
    if (!sameContent(await measure(readArchive(this.folder, file.file)), file))
      throw new Error(`The archive ${file.file} is not as it was written. Nothing was dropped.`);
    const opening = table_name === 'stock_ledgers' ? await archivist.opening(candidate) : {};
    const { last_id } = await archivist.lastId(partition_name);
    const thin = `archiving_${partition_name}`;
    let kept = 0;
    if (table_name === 'stock_ledgers') {
      await archivist.makeLike(table_name, thin);
      kept = await archivist.copyKept(partition_name, thin, candidate);
    }
    await archivist.detachAndDrop(table_name, partition_name);
    if (kept > 0) await archivist.attach(thin, partition_name, candidate);
    else if (table_name === 'stock_ledgers') await archivist.drop(thin);
    await archivist.noteArchived(id, kept, last_id, opening);
  }

  private async bringBack(archivist: Archivist, archive: ArchiveDto): Promise<void> {
    const { table_name, partition_name, file } = archive;
    const { columns } = await readManifest(this.folder, file);
    const whole = `restoring_${partition_name}`;
    await archivist.makeLike(table_name, whole);
    await archivist.load(whole, columns, readArchive(this.folder, file));
    if (!sameContent(await archivist.contentOf(whole), archive))
      throw new Error(`What was read from ${file} is not what it should hold. Nothing was changed.`);
    const thin = await archivist.partitionOf(archive);
    if (thin !== null) await archivist.detachAndDrop(table_name, thin);
    await archivist.attach(whole, partition_name, archive);
    await archivist.noteRestored(archive.id, OPERATOR);
  }

  private asOwner<T>(work: (archivist: Archivist) => Promise<T>): Promise<T> {
    return this.owner.run(async (client) => {
      const archivist = new Archivist(client);
      await archivist.begin();
      return work(archivist);
    });
  }

  /** Throws the file of an unfinished archive away, so that the next run writes a new one. @returns how many */
  async discard(): Promise<number> {
    const left = (await this.list()).filter(({ state }) => state === 'dumped');
    await this.asOwner(async (archivist) => {
      for (const { id, file } of left) {
        await archivist.forgetDump(id);
        await removeArchive(this.folder, file);
      }
    });
    return left.length;
  }
}

/** Who archives, for people: commands have no user of Pabrik. */
const OPERATOR = `${userName()}@${hostname()}`;

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
