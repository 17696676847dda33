import { ApiProperty } from '@nestjs/swagger';
import {
  BooleanField,
  IntegerField,
  ListField,
  ObjectField,
  StringField,
  TimestampField,
} from '../../kernel/http/index.js';

const MOST = Number.MAX_SAFE_INTEGER;
const Count = (description: string, example: number): PropertyDecorator =>
  IntegerField({ description, example, max: MOST });
/** A measure: no money and no quantity of goods, so that a floating point number is right. */
const Measure = (description: string, example: number, nullable = false): PropertyDecorator =>
  ApiProperty({ type: Number, nullable, description, example });

export class RouteFiguresDto {
  @StringField({ example: 'GET /api/v1/warehouse/stock/{product_id}' }) route!: string;
  @Count('Requests answered', 1200) requests!: number;
  @Measure('Median, milliseconds', 4.2, true) p50_ms!: number | null;
  @Measure('95 % were faster, milliseconds', 18.5, true) p95_ms!: number | null;
}

export class RequestFiguresDto {
  @Count('Requests answered since the start', 48210) total!: number;
  @Count('Of these, 4xx', 311) refused!: number;
  @Count('Of these, 5xx', 2) failed!: number;
  @Measure('5xx of all, percent', 0.004) error_percent!: number;
  @Measure('Median, milliseconds', 4.2, true) p50_ms!: number | null;
  @Measure('95 % were faster, milliseconds', 18.5, true) p95_ms!: number | null;
  @Measure('99 % were faster, milliseconds', 60, true) p99_ms!: number | null;
  @ListField(RouteFiguresDto, { description: 'The ten slowest routes by their 95 %, with at least ten requests' })
  slowest!: RouteFiguresDto[];
}

export class ProcessFiguresDto {
  @IntegerField({ description: 'Seconds since the start', example: 86400 }) uptime_seconds!: number;
  @BooleanField({ description: 'Whether requests are welcome', example: true }) ready!: boolean;
  @Count('Memory of this process, bytes', 183500800) memory_bytes!: number;
  @Measure('Memory in use, percent of the limit or the machine', 41.5) memory_percent!: number;
  @Measure('99 % of the delays of the event loop were shorter, milliseconds', 12.1) event_loop_p99_ms!: number;
}

export class PoolFiguresDto {
  @Count('Connections open', 10) open!: number;
  @Count('Of these, at rest', 7) idle!: number;
  @Count('Requests that wait for one', 0) waiting!: number;
  @Count('Connections there may be', 10) limit!: number;
}

export class DatabaseFiguresDto {
  @BooleanField({ description: 'Whether it answered', example: true }) up!: boolean;
  @Measure('Sessions of all clients', 23, true) connections!: number | null;
  @Measure('Sessions it takes', 100, true) max_connections!: number | null;
  @Measure('Age of the oldest running statement, seconds', 0.2, true) longest_query_seconds!: number | null;
  @Measure('Size, bytes', 734003200, true) size_bytes!: number | null;
}

export class WorkFiguresDto {
  @Count('Stock movements posted', 9312) stock_movements!: number;
  @Count('Refused for want of stock', 18) insufficient_stock!: number;
  @Count('Failed attempts to log in', 4) login_failures!: number;
  @Count('Transactions run again after a lost race', 51) retries!: number;
  @Count('Deadlocks', 0) deadlocks!: number;
  @Count('Requests refused for their number', 0) rate_limited!: number;
}

export class PolicyFiguresDto {
  @StringField({ example: 'login' }) policy!: string;
  @Count('Requests refused by it', 12) refused!: number;
}

export class LimitFiguresDto {
  @ListField(PolicyFiguresDto, { description: 'Limits of requests, the one that refused most first' })
  policies!: PolicyFiguresDto[];
  @Count('Addresses and networks that are blocked now', 1) blocked_addresses!: number;
  @Count('Requests refused because their address is blocked', 340) blocked_requests!: number;
  @Count('Connections cut because they were too slow or too many', 2) clients_cut!: number;
}

export class CacheFiguresDto {
  @BooleanField({ description: 'Whether Redis answers; false where there is none', example: true }) redis_up!: boolean;
  @Count('Questions about reference data while REDIS_URL is set', 5120) requests!: number;
  @Measure('Of these, answered by Redis, percent; null before the first', 97.4, true) hit_percent!: number | null;
  @Count('Questions that Redis did not answer in time', 0) redis_failures!: number;
}

export class SealFiguresDto {
  @StringField({ example: 'audit_logs' }) stream!: string;
  @Measure('Age of the moment up to which committed rows are sealed, seconds', 9.5) lag_seconds!: number;
}

export class IntegrityFiguresDto {
  @Measure('Hours since any server ended a check of every invariant; null before the first', 7.5, true)
  last_run_age_hours!: number | null;
  @BooleanField({ nullable: true, description: 'Whether it found nothing', example: true }) last_run_ok!:
    boolean | null;
  @Measure('How long it took, seconds', 12.4, true) last_run_seconds!: number | null;
  @ListField(SealFiguresDto, { description: 'How far sealing has come' }) seals!: SealFiguresDto[];
}

export class BackupFiguresDto {
  @Measure('Hours since the newest backup; null without one', 9.2, true) newest_age_hours!: number | null;
  @Measure('Hours since one was last proven; null before the first', 81, true) proven_age_hours!: number | null;
}

export class PartitionFiguresDto {
  @StringField({ example: 'stock_ledgers' }) table!: string;
  @Count('Months after this one that there are partitions for', 3) months_ahead!: number;
  @Count('Age of the oldest partition with rows, months', 5) oldest_months!: number;
  @Count('Months that are in files', 12) archived_months!: number;
  @Count('Rows that are in files alone', 1843200) archived_rows!: number;
  @Count('Size of these files, bytes', 52428800) archived_bytes!: number;
}

export class DriftFiguresDto {
  @StringField({ example: 'balance_equals_ledger' }) invariant!: string;
  @Count('Violations known', 0) violations!: number;
}

export class JobFiguresDto {
  @StringField({ example: 'partitions' }) job!: string;
  @Measure('Seconds by which it is late', 0) lag_seconds!: number;
  @BooleanField({ description: 'Whether its last run failed', example: false }) failed!: boolean;
}

export class MetricsSummaryDto {
  @TimestampField() at!: string;
  @StringField({ description: 'Version of this build', example: '0.1.0' }) version!: string;
  @ObjectField(ProcessFiguresDto) process!: ProcessFiguresDto;
  @ObjectField(RequestFiguresDto) requests!: RequestFiguresDto;
  @ObjectField(PoolFiguresDto) pool!: PoolFiguresDto;
  @ObjectField(DatabaseFiguresDto) database!: DatabaseFiguresDto;
  @ObjectField(WorkFiguresDto) work!: WorkFiguresDto;
  @ObjectField(LimitFiguresDto) limits!: LimitFiguresDto;
  @ObjectField(CacheFiguresDto) cache!: CacheFiguresDto;
  @ObjectField(IntegrityFiguresDto) integrity!: IntegrityFiguresDto;
  @ObjectField(BackupFiguresDto) backups!: BackupFiguresDto;
  @ListField(PartitionFiguresDto, { description: 'Tables that are kept by the month' })
  partitions!: PartitionFiguresDto[];
  @ListField(DriftFiguresDto, { description: 'Invariants that are looked at, those that are broken first' })
  drift!: DriftFiguresDto[];
  @ListField(JobFiguresDto, { description: 'Jobs, those that failed or are late first' }) jobs!: JobFiguresDto[];
}
