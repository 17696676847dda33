#!/bin/bash
# A base copy of the whole database server, and then away with what no kept base copy needs: older ones, and the log before the oldest that is
# kept. Nothing else ever cleans the archive. Where the server runs, as the account that may connect as a superuser without a password; every
# night, by the crontab of the machine:
#   30 2 * * *  cd /opt/pabrik && docker compose -f docker/compose.production.yml exec -T -u postgres postgres bash /base-copy.sh
# Settings: BASE_DIR (where the copies go), ARCHIVE_DIR (where archive_command puts the log), KEEP (how many copies are kept), PGUSER and the like.
set -euo pipefail
umask 077

base="${BASE_DIR:-/base}"
archive="${ARCHIVE_DIR:-/archive}"
keep="${KEEP:-2}"
export PGUSER="${PGUSER:-postgres}"
[ "$keep" -ge 1 ] || { echo 'KEEP has to be 1 at least' >&2; exit 2; }

# One at a time; what an earlier one left half done is of no use.
exec 9>"$base/.lock"
flock -n 9 || { echo 'Another base copy is being made' >&2; exit 2; }
rm -f "$base"/*.partial

# The time in a name, so that names are in the order of time. A copy is there once it is whole.
name="base-$(date -u +%Y%m%dT%H%M%S.%3NZ).tar.gz"
pg_basebackup --pgdata=- --format=tar --wal-method=fetch --checkpoint=fast --no-password | gzip > "$base/$name.partial"
gzip -t "$base/$name.partial"
sync "$base/$name.partial"
mv "$base/$name.partial" "$base/$name"

mapfile -t copies < <(find "$base" -maxdepth 1 -name 'base-*.tar.gz' | sort -r)
for old in "${copies[@]:$keep}"; do rm -f "$old"; done
kept=("${copies[@]:0:$keep}")
oldest="${kept[-1]}"

# The first file of the log that the oldest copy needs stands in its label. Without it nothing is cleaned.
label="$(tar -xzOf "$oldest" backup_label)"
first="$(sed -n 's/^START WAL LOCATION: .*(file \([0-9A-F]\{24\}\))$/\1/p' <<< "$label")"
[ -n "$first" ] || { echo "$oldest does not say where its log begins" >&2; exit 1; }
pg_archivecleanup "$archive" "$first"
# The notes of base copies that are gone, which pg_archivecleanup leaves.
find "$archive" -maxdepth 1 -name '*.backup' -printf '%f\n' | while read -r note; do
  if [[ "$note" < "$first" ]]; then rm -f "$archive/$note"; fi
done
echo "$base/$name is made, ${#kept[@]} are kept, the log is kept from $first on"
