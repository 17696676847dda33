/**
 * The server's settings, written once into `pabrik.conf` beside `postgresql.conf`. An operator may change them there or by
 * ALTER SYSTEM; the address, the port and the absence of other sockets are given on the command line and stay as they are.
 */
export function serverSettings(durable: boolean): string {
  const common = {
    timezone: "'UTC'",
    log_timezone: "'UTC'",
    password_encryption: "'scram-sha-256'",
    // A week of log files by weekday, each written over when its day comes round again.
    logging_collector: 'on',
    log_filename: "'postgresql-%a.log'",
    log_rotation_age: '1d',
    log_truncate_on_rotation: 'on',
    // What is acknowledged outlives the end of the server's processes, in tests as well: they count what they were told.
    synchronous_commit: 'on',
    // Short transactions over partitioned tables: compiling queries never pays, and each partition takes a lock.
    jit: 'off',
    max_locks_per_transaction: '256',
  };
  const forWork = { max_connections: '100', wal_compression: 'on' };
  const forTests = {
    max_connections: '400',
    shared_buffers: "'256MB'",
    fsync: 'off',
    full_page_writes: 'off',
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_wal_size: "'4GB'",
    checkpoint_timeout: "'30min'",
    autovacuum: 'off',
  };
  const settings = { ...common, ...(durable ? forWork : forTests) };
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('');
}
