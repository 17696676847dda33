import { Metrics, reportBackups } from './index.js';

const read = async (name: string): Promise<number | undefined> => (await Metrics.read(name))[0]?.value;

it('says when the newest backup was made and proven, and 0 as long as there is none', async () => {
  const names = ['erp_backup_last_success_timestamp_seconds', 'erp_backup_last_verified_timestamp_seconds'] as const;
  expect(await Promise.all(names.map(read))).toEqual([0, 0]);
  reportBackups(new Date(1_700_000_000_000), new Date(1_600_000_000_000));
  expect(await Promise.all(names.map(read))).toEqual([1_700_000_000, 1_600_000_000]);
  reportBackups(new Date(1_700_000_000_000), null);
  expect(await Promise.all(names.map(read))).toEqual([1_700_000_000, 0]);
});
