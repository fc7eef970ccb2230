/**
 * The table on PostgreSQL and the statements on it.
 *
 * @module
 */
import { SWEEP_LIMIT } from './sweep.ts'

/** The table, for a migration of yours. May be run again. */
export const createTable: string = `create table if not exists paystablecoin_deduplication (key text primary key, token text, ends_at timestamptz not null);
create index if not exists paystablecoin_deduplication_ends_at on paystablecoin_deduplication (ends_at);
`

// clock_timestamp(), since now() stands still in a transaction.
const later = (param: string): string => `clock_timestamp() + ${param} * interval '1 millisecond'`

/**
 * Key, token, lease. A row with a token is claimed until `ends_at`, one without is done until then; afterwards anybody may claim it.
 * The last part sees the rows as of the beginning: one that was committed meanwhile is in flight, never done.
 */
export const CLAIM: string = `with won as (
insert into paystablecoin_deduplication as d (key, token, ends_at) values ($1, $2, ${later('$3')})
on conflict (key) do update set token = excluded.token, ends_at = excluded.ends_at where d.ends_at <= clock_timestamp()
returning 1)
select case when exists (select from won) then 'claimed' when exists (select from paystablecoin_deduplication
where key = $1 and token is null and ends_at > clock_timestamp()) then 'done' else 'in-flight' end as state`

/** Key, token, ttl, poorer keys: as one text, since drivers differ in how they send arrays and JSON. */
export const COMPLETE: string = `with held as (
update paystablecoin_deduplication set token = null, ends_at = ${later('$3')} where key = $1 and token = $2 returning ends_at)
insert into paystablecoin_deduplication (key, ends_at)
select poorer, held.ends_at from held, json_array_elements_text($4::text::json) poorer order by 1
on conflict (key) do update set token = null, ends_at = excluded.ends_at`

/** Key, token. */
export const RELEASE: string =
  'delete from paystablecoin_deduplication where key = $1 and token = $2'

/** Key, token, lease. */
export const EXTEND: string = `update paystablecoin_deduplication set ends_at = ${later('$3')} where key = $1 and token = $2`

/**
 * The ttl. A claim that nobody ended stays for that time, so that a slow holder may still complete it. now(), since a
 * comparison with clock_timestamp() uses no index: each sweep would read the whole table. Where it stands still it deletes less.
 */
export const SWEEP: string = `with swept as (delete from paystablecoin_deduplication where key in (
select key from paystablecoin_deduplication where ends_at <= now()
and (token is null or ends_at <= now() - $1::float8 * interval '1 millisecond') limit ${SWEEP_LIMIT} for update skip locked) returning 1)
select count(*)::int as deleted from swept`
