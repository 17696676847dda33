import { dirname } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { AppConfig, PROJECT_ROOT, VERSION } from '../../kernel/config/index.js';
import { Database } from '../../kernel/database/index.js';
import { errorCatalogue } from '../../kernel/errors/index.js';
import { wireTime } from '../../kernel/http/index.js';
import { Metrics, announceProblem } from '../../kernel/metrics/index.js';
import { HealthService } from '../health/health.service.js';
import { diskUsed, memoryUsed } from './machine.js';
import { SUMMARISED, summaryOf } from './metrics-summary.js';
import type { MetricsSummaryDto } from './metrics-summary.dto.js';
import { MetricsRepository } from './metrics.repository.js';
import {
  reportArchives,
  reportBuild,
  reportDatabase,
  reportIntegrityRun,
  reportJobs,
  reportOwnState,
  reportPartitions,
  reportSeals,
} from './operations-metrics.js';

/** Scrapes that come together share one look at the database, so that reading metrics cannot be used to load it. */
const FRESH_MS = 5_000;

/** Has the gauges looked up whenever somebody reads the metrics. */
@Injectable()
export class MetricsService implements OnModuleInit, OnApplicationShutdown {
  private stop: () => void = () => undefined;
  private look: { until: number; done: Promise<void> } | undefined;

  constructor(
    private readonly repository: MetricsRepository,
    private readonly health: HealthService,
    private readonly database: Database,
    private readonly config: AppConfig,
  ) {}

  onModuleInit(): void {
    Metrics.watchProcess();
    for (const { code } of errorCatalogue()) announceProblem(code);
    reportBuild(VERSION);
    const stops = [Metrics.onCollect(() => this.ownState()), Metrics.onCollect(() => this.databaseState())];
    this.stop = () => stops.forEach((stop) => stop());
  }

  onApplicationShutdown(): void {
    this.stop();
  }

  /** The figures for people, as they stand now. */
  async summary(): Promise<MetricsSummaryDto> {
    await Metrics.collect();
    const snapshot = Object.fromEntries(
      await Promise.all(SUMMARISED.map(async (name) => [name, await Metrics.read(name)] as const)),
    );
    return { at: wireTime(this.config.appTimezone), version: VERSION, ...summaryOf(snapshot, process.uptime()) };
  }

  private async ownState(): Promise<void> {
    const { status } = await this.health.ready();
    reportOwnState({
      ready: status === 'ok',
      pool: this.database.poolState(),
      memory: memoryUsed(),
      disks: await this.disks(),
    });
  }

  private async disks(): Promise<{ place: string; used: number }[]> {
    const places = { program: PROJECT_ROOT, data: this.config.dataDir, ...this.logPlace() };
    const looks = Object.entries(places).map(async ([place, folder]) => ({ place, used: await diskUsed(folder) }));
    return (await Promise.all(looks)).filter((disk): disk is { place: string; used: number } => disk.used !== null);
  }

  private logPlace(): { log?: string } {
    return this.config.logFile === undefined ? {} : { log: dirname(this.config.logFile) };
  }

  private databaseState(): Promise<void> {
    if (!this.look || this.look.until < Date.now())
      this.look = { until: Date.now() + FRESH_MS, done: this.lookAtDatabase() };
    return this.look.done;
  }

  private async lookAtDatabase(): Promise<void> {
    const activity = await this.repository.activity().catch(() => null);
    reportDatabase(activity);
    if (!activity) return;
    reportPartitions(await this.repository.partitions());
    reportJobs(await this.repository.jobs());
    reportArchives(await this.repository.archives());
    reportIntegrityRun(await this.repository.integrityRun());
    reportSeals(await this.repository.seals());
  }
}
