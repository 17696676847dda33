import { expired, newestProven, newestWhole } from './backup-manifest.js';
import type { BackupKind, BackupManifest, BackupSeries } from './backup-manifest.js';

const NOW = new Date('2026-11-26T12:00:00Z');

const aBackup = (days: number, series: BackupSeries = 'daily', ok: boolean | null = null, kind: BackupKind = 'full') =>
  ({
    name: `${series}-${kind}-${days}`,
    kind,
    series,
    made_at: new Date(NOW.getTime() - days * 86_400_000).toISOString(),
    verification: ok === null ? null : { at: NOW.toISOString(), ok, checked: 1, fault: null },
  }) as BackupManifest;

it('lets daily backups go after so many days, weekly ones after four times as many', () => {
  const all = [aBackup(1, 'daily', true), aBackup(13), aBackup(15), aBackup(50, 'weekly'), aBackup(57, 'weekly')];
  expect(expired(all, NOW, 14).map(({ name }) => name)).toEqual(['daily-full-15', 'weekly-full-57']);
});

it('always keeps the newest whole one and the newest that was proven', () => {
  const all = [
    aBackup(100, 'daily', true),
    aBackup(90, 'daily', false),
    aBackup(80),
    aBackup(70, 'manual', null, 'schema'),
  ];
  expect(newestWhole(all)?.name).toBe('daily-full-80');
  expect(newestProven(all)?.name).toBe('daily-full-100');
  expect(expired(all, NOW, 14).map(({ name }) => name)).toEqual(['daily-full-90', 'manual-schema-70']);
  expect(newestWhole([])).toBeUndefined();
});
