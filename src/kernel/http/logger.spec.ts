import { NestLogger, createLogger } from './logger.js';

function logged(
  level: string,
  write: (logger: ReturnType<typeof createLogger>) => void,
): { text: string; events: Record<string, unknown>[] } {
  let text = '';
  write(createLogger({ logLevel: level }, { write: (line: string) => (text += line) }));
  return {
    text,
    events: text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

describe('logs', () => {
  it('are one JSON object a line, whatever a caller puts into them', () => {
    const hostile = 'x\r\n{"level":"fatal","msg":"forged"}\u001b[31m\u2028';
    const { text, events } = logged('info', (logger) => logger.info({ path: hostile }, hostile));
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ level: 'info', msg: hostile, path: hostile });
    expect(text.slice(0, -1)).not.toMatch(/[\u0000-\u001f]/);
  });

  it('hide what could open a door', () => {
    const secrets = {
      body: { password: 'p-1', access_token: 't-1', refresh_token: 't-2', api_key: 'k-1', name: 'siti' },
    };
    const { text } = logged('info', (logger) => logger.info(secrets, 'login'));
    expect(text).toContain('siti');
    expect(text).not.toMatch(/p-1|t-1|t-2|k-1/);
  });

  it("take Nest's own messages at a level that fits", () => {
    const { events } = logged('trace', (logger) => {
      const nest = new NestLogger(logger);
      nest.log('routes', 'Router');
      nest.warn('careful');
      nest.error('broken', 'stack', 'Injector');
      nest.debug('detail');
      nest.verbose('more');
    });
    expect(events.map(({ level, msg }) => `${String(level)} ${String(msg)}`)).toEqual([
      'debug routes',
      'warn careful',
      'error broken',
      'debug detail',
      'trace more',
    ]);
  });
});
