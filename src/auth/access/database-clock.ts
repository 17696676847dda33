import { Injectable } from '@nestjs/common';

/**
 * The database's clock, carried on between two looks at it by this process's monotonic clock: the wall clock of an application
 * server may be wrong by hours without a token living a second longer or shorter.
 */
@Injectable()
export class DatabaseClock {
  private offset = Date.now() - performance.now();

  /** Notes what the database's clock showed just now, milliseconds since 1970. */
  saw(databaseMs: number): void {
    this.offset = databaseMs - performance.now();
  }

  /** Seconds since 1970. */
  now(): number {
    return (performance.now() + this.offset) / 1000;
  }
}
