import {
  BooleanField,
  EnumField,
  IntegerField,
  StringField,
  TextField,
  TimestampField,
} from '../../kernel/http/index.js';
import { BACKUP_KINDS, BACKUP_SERIES } from './backup-manifest.js';

/** One backup, as the database knows it. */
export class BackupDto {
  @StringField({ example: 'pabrik-20261126T183000Z-daily-full' })
  name!: string;

  @EnumField(BACKUP_KINDS, {
    description: '`physical`: the files of the embedded server; the others are dumps by pg_dump',
  })
  kind!: string;

  @EnumField(BACKUP_SERIES)
  series!: string;

  @TimestampField()
  made_at!: string;

  @IntegerField({ example: 5300 })
  duration_ms!: number;

  @IntegerField({ example: 4211873 })
  size_bytes!: number;

  @StringField({ example: 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c' })
  sha256!: string;

  @StringField({ description: 'Version of Pabrik that made it', example: '0.1.0' })
  version!: string;

  @StringField({ example: '18.4' })
  server_version!: string;

  @TimestampField({ nullable: true, description: 'When it was last restored elsewhere and checked; null: never' })
  verified_at!: string | null;

  @BooleanField({ nullable: true, description: 'Whether it was good' })
  verified_ok!: boolean | null;

  @TextField({ nullable: true, description: 'What was wrong with it' })
  fault!: string | null;
}
