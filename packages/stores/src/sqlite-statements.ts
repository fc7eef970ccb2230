/**
 * The table on SQLite and the statements on it. All of them return rows, since some drivers read nothing else.
 *
 * @module
 */
import { SWEEP_LIMIT } from './sweep.ts'

/** The table, for a migration of yours. May be run again. */
export const createTable: string = `create table if not exists paystablecoin_deduplication (key text primary key, token text, ends_at real not null) without rowid;
create index if not exists paystablecoin_deduplication_ends_at on paystablecoin_deduplication (ends_at);
`

const NOW = "((julianday('now') - 2440587.5) * 86400000)"

/**
 * Key, token, lease. A row with a token is claimed until `ends_at`, one without is done until then; afterwards anybody may claim it.
 * A condition on the update would return no row where there is one.
 */
export const CLAIM: string = `insert into paystablecoin_deduplication as d (key, token, ends_at) values (?, ?, ${NOW} + ?)
on conflict (key) do update set token = case when d.ends_at <= ${NOW} then excluded.token else d.token end,
ends_at = case when d.ends_at <= ${NOW} then excluded.ends_at else d.ends_at end returning token`

/** Ttl, all keys, key, token. */
export const COMPLETE: string = `insert into paystablecoin_deduplication (key, ends_at) select value, ${NOW} + ? from json_each(?)
where exists (select 1 from paystablecoin_deduplication where key = ? and token = ?)
on conflict (key) do update set token = null, ends_at = excluded.ends_at returning key`

/** Key, token. */
export const RELEASE: string =
  'delete from paystablecoin_deduplication where key = ? and token = ? returning key'

/** Lease, key, token. */
export const EXTEND: string = `update paystablecoin_deduplication set ends_at = ${NOW} + ? where key = ? and token = ? returning key`

/** The ttl. A claim that nobody ended stays for that time, so that a slow holder may still complete it. */
export const SWEEP: string = `delete from paystablecoin_deduplication where key in (
select key from paystablecoin_deduplication where ends_at <= ${NOW}
and (token is null or ends_at <= ${NOW} - ?) limit ${SWEEP_LIMIT}) returning key`
