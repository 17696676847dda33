import type { AppConfig } from '../kernel/config/index.js';
import type { DemoAccess } from './demo.js';

/** Tells a person who started the server by hand where to go next. A production server logs and keeps quiet. */
export function banner(url: string, config: AppConfig, demo: DemoAccess | undefined): void {
  if (config.isProduction) return;
  const address = url.replace('[::1]', 'localhost').replace('0.0.0.0', 'localhost').replace('127.0.0.1', 'localhost');
  const lines = [
    '',
    '  Pabrik is ready.',
    '',
    `    API      ${address}/api/v1`,
    ...(config.swaggerEnabled ? [`    Docs     ${address}/docs`] : []),
    `    Board    ${address}/board`,
    ...(demo ? [`    Log in   ${demo.username}`, `    Password ${passwordLine(demo)}`] : []),
    ...(config.usesEmbeddedDatabase ? [`    Data     ${config.dataDir}`] : []),
    '',
    '  Ctrl-C stops it.',
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function passwordLine({ password }: DemoAccess): string {
  return password
    ? `${password}   (made up now and shown once: note it down)`
    : 'the one shown at the first start, or DEMO_ADMIN_PASSWORD';
}
