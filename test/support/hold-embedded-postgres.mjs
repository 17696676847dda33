/** A process that starts an embedded server in the folder given, says so, and waits to be killed. */
import './typescript.mjs';

const { startEmbeddedPostgres } = await import('../../src/kernel/database/embedded/embedded-postgres.ts');
const server = await startEmbeddedPostgres({ dataDir: process.argv[2], durable: true });
process.stdout.write(`ready ${server.port}\n`);
setInterval(() => undefined, 1_000);
