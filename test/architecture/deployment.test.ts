import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { load, loadAll } from 'js-yaml';
import { PROJECT_ROOT, SETTINGS, loadConfig } from '../../src/kernel/config/index.js';
import { sessionSettings } from '../../src/kernel/database/data-source.js';
import { hasNginx, nginxFiles } from '../support/nginx.js';

/** What docker/ promises of a deployment, read from its files: no engine is needed to see that they say it. */
const read = (file: string): string => readFileSync(join(PROJECT_ROOT, 'docker', file), 'utf8');
const settings = new Set<string>(Object.values(SETTINGS).map(({ name }) => name));
/** At least three numbers, or two of an image that has no third one; never `latest`. */
const PINNED = /^[\w./-]+:v?\d+\.\d+(\.\d+)?([-\w.]*)$/;

interface Service {
  image: string;
  build?: object;
  user?: string;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  restart?: string;
  ports?: string[];
  volumes?: string[];
  env_file?: string[];
  environment?: Record<string, string>;
  healthcheck?: object;
  stop_grace_period?: string;
  deploy?: { resources?: { limits?: { cpus?: string; memory?: string } } };
}
interface Compose {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean } | null>;
}

/** Compose knows the merge keys of YAML 1.1, the reader of YAML 1.2 leaves them as they stand. */
function merged(value: any): any {
  if (Array.isArray(value)) return value.map(merged);
  if (typeof value !== 'object' || value === null) return value;
  const { '<<': base, ...own } = value;
  return {
    ...(base && merged(base)),
    ...Object.fromEntries(Object.entries(own).map(([key, item]) => [key, merged(item)])),
  };
}

function environmentOf(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split('\n')
      .filter((line) => /^[A-Z]/.test(line))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
  );
}

/** An example with something in the places of its secrets. */
const filled = (values: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value.replace(/<openssl[^>]*>/, `kS9vQ2mX7rT4wZ8aL1cN5bF6dG3hJ0pY of ${name}`).replace(/<[^>]+>/, 'filled-in'),
    ]),
  );

describe('the Dockerfile', () => {
  const faultsOf = (text: string): string[] => {
    const lines = text.replace(/\\\n/g, ' ').split('\n');
    const of = (word: string): string[] => lines.filter((line) => line.startsWith(`${word} `));
    const final = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
    const faults: string[] = [];
    if (of('FROM').length < 2) faults.push('is not built in stages');
    if (!/^ARG NODE_IMAGE=node:\d+\.\d+\.\d+-/m.test(text)) faults.push('does not pin its base');
    const user = final.filter((line) => line.startsWith('USER ')).at(-1);
    if (!/^USER [1-9]\d*(:[1-9]\d*)?$/.test(user ?? '')) faults.push('runs as root, or as a name');
    if (!final.some((line) => line.startsWith('HEALTHCHECK '))) faults.push('has no health check');
    if ([...of('CMD'), ...of('ENTRYPOINT')].some((line) => !line.includes('['))) faults.push('runs through a shell');
    if ([...of('ENV'), ...of('ARG')].some((line) => /SECRET|PASSWORD|TOKEN|_KEY|DATABASE_URL/.test(line)))
      faults.push('holds a secret');
    if (/\bCOPY (\.|--chown\S* \.) /.test(text)) faults.push('copies everything');
    if (!final.some((line) => line.includes('postgresql-client'))) faults.push('has no client for backups');
    return faults;
  };

  it('keeps the rules', () => expect(faultsOf(read('Dockerfile'))).toEqual([]));

  it('breaking one of them is found', () => {
    const bad = 'FROM node:latest\nENV JWT_SECRET=x\nCOPY . .\nUSER root\nCMD npm start';
    expect(faultsOf(bad)).toHaveLength(8);
  });

  it('sets only what exists', () => {
    const [, block = ''] = /\nENV ((?:.*\\\n)*.*)/.exec(read('Dockerfile'))!;
    const names = [...block.matchAll(/(\w+)=/g)].map(([, name]) => name!);
    expect(names.filter((name) => name !== 'NODE_ENV' && !settings.has(name))).toEqual([]);
  });
});

describe('compose', () => {
  const files = ['compose.yml', 'compose.production.yml'] as const;
  const compose = Object.fromEntries(files.map((file) => [file, merged(load(read(file))) as Compose]));
  const production = compose['compose.production.yml']!;
  const services = Object.entries(production.services);

  it.each(files)('%s fits the schema of the specification', (file) => {
    const { $schema: _dialect, ...schema } = JSON.parse(
      readFileSync(join(PROJECT_ROOT, 'node_modules/dclint/schemas/compose.schema.json'), 'utf8'),
    ) as Record<string, unknown>;
    const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
    validate(compose[file]);
    expect(validate.errors ?? []).toEqual([]);
    validate({ services: { a: { image: 'x', memroy: '1g' } } });
    expect(validate.errors).not.toEqual([]);
  });

  it.each(files)('%s pins every image, limits every service and mounts files read-only', (file) => {
    for (const [name, { image, deploy, volumes = [] }] of Object.entries(compose[file]!.services)) {
      expect([name, image.replace(/\$\{\w+:-([^}]+)\}/, '$1')]).toEqual([name, expect.stringMatching(PINNED)]);
      expect([name, deploy?.resources?.limits]).toEqual([
        name,
        { cpus: expect.stringMatching(/^\d/), memory: expect.stringMatching(/^\d+[mg]$/) },
      ]);
      const files = volumes.filter((volume) => volume.startsWith('.'));
      expect([name, files.filter((volume) => !volume.endsWith(':ro'))]).toEqual([name, []]);
    }
  });

  it('in production nothing runs as root, gains rights or writes into its image, but for the two that start as root and leave it', () => {
    for (const [name, service] of services) {
      if (name === 'postgres') continue;
      expect([name, service.read_only, service.cap_drop, service.security_opt]).toEqual([
        name,
        true,
        ['ALL'],
        ['no-new-privileges:true'],
      ]);
      if (name !== 'nginx') expect([name, service.user]).toEqual([name, expect.stringMatching(/^[1-9]\d*:\d+$/)]);
    }
  });

  it('in production every service is watched and comes back', () => {
    for (const [name, { restart, healthcheck, image }] of services) {
      if (name === 'migrate') continue;
      expect([name, restart]).toEqual([name, 'unless-stopped']);
      // The image of the server has its own.
      if (!image.startsWith('pabrik:')) expect([name, healthcheck]).toEqual([name, expect.anything()]);
    }
  });

  it('in production only nginx can be reached, two servers stand behind it, and they stop in peace', () => {
    const open = services.filter(([, { ports = [] }]) => ports.some((port) => !port.startsWith('127.0.0.1:')));
    expect(open.map(([name]) => name)).toEqual(['nginx']);
    expect(production.networks['inside']?.internal).toBe(true);
    const servers = services.filter(([name]) => name.startsWith('server-')).map(([name]) => name);
    expect(servers.length).toBeGreaterThanOrEqual(2);
    expect([...read('nginx/upstream.conf').matchAll(/^server ([\w-]+):3000/gm)].map(([, name]) => name)).toEqual(
      servers,
    );
    const { scrape_configs } = load(read('prometheus/prometheus.yml')) as {
      scrape_configs: { static_configs: { targets: string[] }[] }[];
    };
    expect(scrape_configs[0]!.static_configs[0]!.targets).toEqual([...servers, 'jobs'].map((name) => `${name}:3000`));
    for (const name of servers)
      expect(Number.parseInt(production.services[name]!.stop_grace_period!)).toBeGreaterThanOrEqual(5 + 20);
  });

  it('holds no secret', () => {
    for (const [name, { environment = {} }] of services)
      expect([
        name,
        Object.keys(environment).filter((key) => /PASSWORD|SECRET/.test(key) && !/_FILE$/.test(key)),
      ]).toEqual([name, []]);
  });

  it('names only settings that exist, and the example starts once it is filled in', () => {
    const example = environmentOf(read('production.env.example'));
    const given = [
      compose['compose.yml']!.services['server']!,
      ...['server-a', 'jobs'].map((name) => production.services[name]!),
    ];
    const names = [example, ...given.map(({ environment = {} }) => environment)].flatMap(Object.keys);
    expect(names.filter((name) => !settings.has(name))).toEqual([]);
    const config = loadConfig(filled(example));
    expect(config.isProduction).toBe(true);
    expect(config.dbNamedStatements).toBe(false);
    expect(config.databaseDirectUrl).not.toContain('6432');
    expect(() => loadConfig(example)).toThrow(/JWT_SECRET/);
  });

  it('in production the owner is known to those alone who migrate, back up and maintain, and nothing is sent to them', () => {
    const example = environmentOf(read('production.env.example'));
    const owner = environmentOf(read('production.owner.env.example'));
    expect(loadConfig(filled(example)).databaseDirectUrl).toContain('//pabrik_server:');
    expect(Object.keys(owner)).toEqual(['DATABASE_DIRECT_URL']);
    expect(loadConfig(filled({ ...example, ...owner })).databaseDirectUrl).toContain('//pabrik_owner:');
    const files = Object.fromEntries(services.map(([name, { env_file = [] }]) => [name, env_file]));
    const whoKnows = Object.keys(files).filter((name) => files[name]!.some((file) => file.includes('owner')));
    expect(whoKnows).toEqual(['jobs', 'migrate']);
    // The last file wins.
    for (const name of whoKnows) expect(files[name]).toEqual(['./production.env', './production.owner.env']);
    for (const [name, { environment = {}, volumes = [] }] of services.filter(([each]) => each.startsWith('server-'))) {
      expect([name, files[name]]).toEqual([name, ['./production.env']]);
      // What needs the owner is a job, and runs elsewhere; what it makes holds all the data.
      expect([name, environment['JOBS_ENABLED'], volumes]).toEqual([name, 'false', []]);
    }
    expect(production.services['jobs']!.environment!['JOBS_ENABLED']).toBe('true');
    expect(read('nginx/upstream.conf')).not.toContain('jobs');
  });

  it('in production the log and the base copies lie apart from the data, and something cleans them', () => {
    const { volumes = [] } = production.services['postgres']!;
    const [archive] = /\/archive\b/.exec(read('postgres/postgresql.conf'))!;
    expect(read('postgres/base-copy.sh')).toContain(`ARCHIVE_DIR:-${archive}}`);
    for (const place of [archive, '/base'])
      expect(volumes.filter((volume) => volume.endsWith(`:${place}`))).toHaveLength(1);
    expect(volumes).toContain('./postgres/base-copy.sh:/base-copy.sh:ro');
  });
});

describe('nginx', () => {
  const file = read('nginx/nginx.conf');

  it('has TLS, least_conn, max_fails and limit_req, and believes nobody who the client is', () => {
    for (const rule of [/listen 443 ssl/, /ssl_protocols TLSv1\.2 TLSv1\.3;/, /^\s+least_conn;/m, /limit_req_zone /])
      expect(file).toMatch(rule);
    const grace = loadConfig(filled(environmentOf(read('production.env.example')))).shutdownGraceSeconds;
    const pauses = [...read('nginx/upstream.conf').matchAll(/max_fails=3 fail_timeout=(\d+)s/g)].map(
      ([, seconds]) => seconds,
    );
    expect(pauses).toHaveLength(2);
    // Who was just replaced has to be used again before the next one stops listening, or a request finds neither.
    for (const seconds of pauses) expect(Number(seconds)).toBeLessThan(grace);
    expect(file).toContain('proxy_set_header X-Forwarded-For $remote_addr;');
    expect(file).toContain('return 308 https://');
    // A change that may have arrived is never sent a second time, unless the servers know it again.
    const [before, keyed] = file.split('location @keyed {');
    expect(before).not.toMatch(/proxy_next_upstream [^;]*non_idempotent/);
    expect(before).toMatch(/if \(\$http_idempotency_key\) \{\s+return 418;/);
    expect(keyed).toContain('proxy_next_upstream error http_503 non_idempotent;');
    for (const location of file.split(/^ {4}location /m).slice(2))
      if (location.includes('proxy_pass') && !location.includes('health'))
        expect(location).toContain('limit_req zone=');
  });

  (hasNginx() ? it : it.skip)('takes the file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pabrik-nginx-'));
    try {
      const { status, stderr } = spawnSync('nginx', ['-t', '-q', '-c', nginxFiles(folder)], { encoding: 'utf8' });
      expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('PgBouncer', () => {
  const file = read('pgbouncer/pgbouncer.ini');

  it('works in transaction mode and lets pass what the servers ask for', () => {
    expect(file).toMatch(/^pool_mode = transaction$/m);
    expect(file).toMatch(/^ignore_startup_parameters = .*\boptions\b/m);
    expect(file).toMatch(/^auth_type = scram-sha-256$/m);
    const number = (name: string): number => Number(new RegExp(`^${name} = (\\d+)$`, 'm').exec(file)![1]);
    const connections = Number(/^max_connections = (\d+)$/m.exec(read('postgres/postgresql.conf'))![1]);
    expect(number('max_db_connections')).toBeLessThan(connections);
  });

  it('drops what a session asks for, so the login has every setting of it: with containers and with CloudNativePG', () => {
    const wanted = Object.entries(sessionSettings(loadConfig({}))).map(([name, value]) => [name, String(value)]);
    const given = (text: string): string[][] =>
      [...text.matchAll(/alter role pabrik_server set (\w+) to ['":]*(\w[\w/]*)/g)].map(([, name, value]) => [
        name!,
        value === 'timezone' ? 'Asia/Jakarta' : value!,
      ]);
    expect(given(read('postgres/roles.sh'))).toEqual(wanted);
    expect(given(read('kubernetes/database.yaml'))).toEqual(wanted);
  });
});

describe('Kubernetes', () => {
  const files = readdirSync(join(PROJECT_ROOT, 'docker/kubernetes'));
  const documents = files.flatMap((file) => loadAll(read(`kubernetes/${file}`)) as any[]);
  const of = (kind: string): any[] => documents.filter((document) => document.kind === kind);
  const pods: [string, any][] = documents.flatMap((document) => {
    const template = document.spec?.jobTemplate?.spec.template ?? document.spec?.template;
    return ['Deployment', 'Job', 'CronJob'].includes(document.kind) ? [[document.metadata.name, template]] : [];
  });
  const check = (folder?: string): string[] =>
    spawnSync(process.execPath, ['test/support/kubernetes-check.mjs', ...(folder ? [folder] : [])], {
      cwd: PROJECT_ROOT,
      encoding: 'utf8',
    })
      .stdout.split('\n')
      .filter(Boolean);

  it('knows every field of every manifest', () => expect(check()).toEqual([]));

  it('a misspelt field is found, in what is not of Kubernetes itself as well', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pabrik-manifests-'));
    try {
      const bad = read('kubernetes/deployment.yaml')
        .replace('failureThreshold', 'failureTreshold')
        .replace('replicas: 2', 'replicas: two');
      writeFileSync(join(folder, 'deployment.yaml'), bad);
      expect(check(folder).map((fault) => fault.split(': ')[1])).toEqual([
        'must be a number',
        'V1Probe has no such field',
      ]);
      rmSync(join(folder, 'deployment.yaml'));
      const wrong = [
        ['database.yaml', 'isWALArchiver: true', 'isWalArchiver: true'],
        ['database.yaml', 'instances: 3', "instances: '3'"],
        ['database.yaml', 'poolMode: transaction', 'poolMode: transactions'],
        ['archive.yaml', '  cluster: { name: pabrik-database }\n', ''],
        [
          'archive.yaml',
          'accessKeyId: { name: pabrik-archive, key: ACCESS_KEY_ID }',
          'accessKeyID: { name: x, key: y }',
        ],
        ['archive.yaml', 'requests: { cpu: 50m, memory: 128Mi }', 'request: { cpu: 50m }'],
        ['monitoring.yaml', 'scrapeTimeout', 'scrapeTimeOut'],
        ['kustomization.yaml', 'newTag', 'tag'],
      ] as const;
      for (const [file, right, instead] of wrong) {
        const text = read(`kubernetes/${file}`);
        expect([file, right, text.includes(right)]).toEqual([file, right, true]);
        writeFileSync(join(folder, file), text.replace(right, instead));
        expect([instead, check(folder)]).toEqual([instead, [expect.stringContaining(file)]]);
        rmSync(join(folder, file));
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('has everything that a deployment needs', () => {
    const kinds = new Set(documents.map(({ kind }) => kind));
    for (const kind of [
      'Deployment',
      'Job',
      'CronJob',
      'HorizontalPodAutoscaler',
      'PodDisruptionBudget',
      'NetworkPolicy',
    ])
      expect([kind, kinds.has(kind)]).toEqual([kind, true]);
    for (const kind of [
      'ConfigMap',
      'Secret',
      'ServiceMonitor',
      'Cluster',
      'Pooler',
      'ScheduledBackup',
      'ObjectStore',
      'Service',
    ])
      expect([kind, kinds.has(kind)]).toEqual([kind, true]);
    expect(pods.length).toBeGreaterThanOrEqual(4);
    const [{ resources }] = of('Kustomization');
    expect(resources.filter((file: string) => !files.includes(file))).toEqual([]);
  });

  it('lets no container run as root, write into its image, gain rights or take what it likes', () => {
    for (const [name, { spec }] of pods) {
      expect([name, spec.securityContext]).toMatchObject([name, { runAsNonRoot: true, runAsUser: 1000 }]);
      expect([name, spec.securityContext.seccompProfile.type]).toEqual([name, 'RuntimeDefault']);
      expect([name, spec.automountServiceAccountToken]).toEqual([name, false]);
      for (const container of [...(spec.initContainers ?? []), ...spec.containers]) {
        expect([name, container.securityContext]).toEqual([
          name,
          { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
        ]);
        expect([name, container.image]).toEqual([name, expect.stringMatching(PINNED)]);
        for (const kind of ['requests', 'limits'])
          expect([name, Object.keys(container.resources[kind])]).toEqual([name, ['cpu', 'memory']]);
        // Secrets come from Secrets only.
        for (const { value = '' } of container.env ?? []) expect(value).not.toMatch(/:\/\/|<|secret/i);
      }
    }
  });

  it('probes what the server answers, and gives it time to stop', async () => {
    const { PROBE_ROUTES } = await import('../../src/operations/health/health.controller.js');
    const [deployment] = of('Deployment');
    const { containers, terminationGracePeriodSeconds } = deployment.spec.template.spec;
    const [server] = containers;
    const paths = ['startupProbe', 'livenessProbe', 'readinessProbe'].map((probe) => server[probe].httpGet.path);
    expect(paths).toEqual(['/health/startup', '/health/live', '/health/ready']);
    expect(paths.filter((path) => !PROBE_ROUTES.includes(path.slice(1)))).toEqual([]);
    // Not ready is seen within five seconds.
    expect(server.readinessProbe.periodSeconds * server.readinessProbe.failureThreshold).toBeLessThanOrEqual(5);
    const grace = Number(of('ConfigMap')[0].data.SHUTDOWN_GRACE_SECONDS);
    expect(terminationGracePeriodSeconds).toBeGreaterThanOrEqual(grace + 20 + 5);
    expect(deployment.spec.strategy.rollingUpdate.maxUnavailable).toBe(0);
  });

  it('never has fewer than one server, and every selector finds what it means', () => {
    const [deployment] = of('Deployment');
    const [budget] = of('PodDisruptionBudget');
    const [scaler] = of('HorizontalPodAutoscaler');
    expect(scaler.spec.minReplicas).toBeGreaterThan(budget.spec.minAvailable);
    expect(scaler.spec.scaleTargetRef.name).toBe(deployment.metadata.name);
    const { labels } = deployment.spec.template.metadata;
    for (const selector of [
      deployment.spec.selector.matchLabels,
      budget.spec.selector.matchLabels,
      of('Service')[0].spec.selector,
    ])
      expect(labels).toMatchObject(selector);
    expect(of('Service')[0].metadata.labels).toMatchObject(of('ServiceMonitor')[0].spec.selector.matchLabels);
    expect(of('NetworkPolicy')[0].spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    expect(of('Cluster')[0].spec.instances).toBeGreaterThanOrEqual(2);
    expect(of('Pooler')[0].spec.pgbouncer.poolMode).toBe('transaction');
    expect(of('Pooler')[0].spec.pgbouncer.parameters.ignore_startup_parameters).toContain('options');
  });

  it('archives the log and copies the database every night, by references that lead somewhere', () => {
    const [[cluster], [copy], [store]] = ['Cluster', 'ScheduledBackup', 'ObjectStore'].map(of) as [any[], any[], any[]];
    const [plugin] = cluster.spec.plugins;
    expect(plugin).toMatchObject({ isWALArchiver: true, parameters: { barmanObjectName: store.metadata.name } });
    expect(copy.spec).toMatchObject({
      cluster: { name: cluster.metadata.name },
      method: 'plugin',
      pluginConfiguration: { name: plugin.name },
    });
    // Seconds come first here: with five fields it would be another time, and none that anybody meant.
    expect(copy.spec.schedule).toMatch(/^0 \d+ \d+ \* \* \*$/);
    expect(store.spec.retentionPolicy).toMatch(/^\d+[dwm]$/);
    const keys = new Map(of('Secret').map(({ metadata, stringData }) => [metadata.name, Object.keys(stringData)]));
    for (const { name, key } of Object.values<any>(store.spec.configuration.s3Credentials))
      expect(keys.get(name)).toContain(key);
    expect(JSON.stringify(store)).not.toMatch(/<|password/i);
  });

  it('lets those alone know the owner who migrate, back up and maintain; no service names them', () => {
    const whoKnows = pods.filter(([, { spec }]) => JSON.stringify(spec).includes('"pabrik-owner"'));
    const components = whoKnows.map(([, { metadata }]) => metadata.labels['app.kubernetes.io/component']);
    expect(components.sort()).toEqual(['backup', 'backup', 'cli', 'jobs', 'migrate']);
    const jobs = documents.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'pabrik-jobs');
    const [{ env, envFrom }] = jobs.spec.template.spec.containers;
    expect(envFrom.at(-1)).toEqual({ secretRef: { name: 'pabrik-owner' } });
    expect(env).toContainEqual({ name: 'JOBS_ENABLED', value: 'true' });
    expect(of('ConfigMap')[0].data.JOBS_ENABLED).toBe('false');
    for (const { spec } of of('Service')) expect(jobs.spec.template.metadata.labels).not.toMatchObject(spec.selector);
  });

  it('names only settings that exist, and a server and a migration start with them', () => {
    const [config] = of('ConfigMap');
    const secret = Object.fromEntries(of('Secret').map(({ metadata, stringData }) => [metadata.name, stringData]));
    const server = { ...config.data, ...secret['pabrik'] } as Record<string, string>;
    expect(Object.keys(server).filter((name) => !settings.has(name))).toEqual([]);
    const loaded = loadConfig(filled(server));
    expect(loaded.databaseDirectUrl).not.toContain('owner');
    expect(loadConfig(filled({ ...server, ...secret['pabrik-owner'] })).databaseDirectUrl).toContain('pabrik_owner');
    const named = pods.flatMap(([, { spec }]) =>
      [...(spec.initContainers ?? []), ...spec.containers].flatMap(({ env = [] }) => env.map((each: any) => each.name)),
    );
    expect(named.filter((name) => !settings.has(name))).toEqual([]);
  });
});

describe.each(['pabrik', 'pabrik-jobs'])('the systemd unit %s', (name) => {
  const unit = read(`systemd/${name}.service`);
  const value = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1] ?? '';

  it('has the owner of the database and the folder of the backups only where the jobs run', () => {
    const runsJobs = name === 'pabrik-jobs';
    expect(unit.includes('EnvironmentFile=/etc/pabrik/owner.env')).toBe(runsJobs);
    expect(value('Environment')).toContain(`JOBS_ENABLED=${runsJobs}`);
    expect(value('ReadWritePaths')).toBe(runsJobs ? '-/var/backups/pabrik' : '');
    // What stands in the file of settings wins over the unit.
    const example = environmentOf(read('production.env.example'));
    for (const given of value('Environment')
      .split(' ')
      .map((each) => each.split('=')[0]!))
      if (given !== 'APP_ENV') expect(Object.keys(example)).not.toContain(given);
  });

  it('is not root, writes nothing it need not, and is given time to stop', () => {
    expect(value('User')).toBe('pabrik');
    expect(value('Restart')).toBe('always');
    expect(value('ProtectSystem')).toBe('strict');
    expect(value('NoNewPrivileges')).toBe('yes');
    expect(value('MemoryMax')).toMatch(/^\d+[MG]$/);
    expect(Number(value('TimeoutStopSec'))).toBeGreaterThanOrEqual(5 + 20);
    const names = value('Environment')
      .split(' ')
      .map((each) => each.split('=')[0]!);
    expect(names.filter((name) => name !== 'NODE_ENV' && !settings.has(name))).toEqual([]);
  });
});
