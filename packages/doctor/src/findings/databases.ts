/**
 * What can be found in the databases of a store or an inbox: what it means, and what to do.
 * Runs no code.
 *
 * @module
 */
import type { FindingText } from './finding.ts'

const NO_DATABASE = 'Without it webhooks are answered with 500.'

/** The findings of the checks `postgres`, `pg-boss` and `redis`. */
export const DATABASE_FINDINGS = {
  'postgres-not-set': {
    status: 'skipped',
    means: 'There is no DATABASE_URL, so no PostgreSQL was checked.',
  },
  'postgres-no-driver': {
    status: 'fail',
    means: 'DATABASE_URL is set, but the package pg is not installed here: nothing was checked.',
    advice: 'Run the doctor in the folder of the shop, or npm install pg.',
  },
  'postgres-unreachable': {
    status: 'fail',
    means: `PostgreSQL cannot be reached. ${NO_DATABASE}`,
    advice: 'Check DATABASE_URL: host, port, user, database, TLS.',
  },
  'postgres-table-right': {
    status: 'pass',
    means: 'An event was claimed in the table of the store, and taken back.',
  },
  'postgres-table-not-used': {
    status: 'skipped',
    means: 'There is no table of a store: pg-boss remembers what was received.',
  },
  'postgres-table-missing': {
    status: 'fail',
    means:
      'There is neither the table paystablecoin_deduplication nor the schema of pg-boss. Webhooks are answered with 500.',
    advice:
      'Run the migration `createTable` of @paystablecoin/stores/postgres, or start the worker of pg-boss. If this database keeps orders only, run the doctor without DATABASE_URL.',
  },
  'postgres-table-other-version': {
    status: 'fail',
    means: 'The table paystablecoin_deduplication is of another version. No event can be claimed.',
    advice: 'Drop it, and run the migration `createTable` of @paystablecoin/stores/postgres.',
  },
  'postgres-table-unusable': {
    status: 'fail',
    means: 'No event can be claimed in the table paystablecoin_deduplication.',
    advice: 'Read the code: 42501 is a missing right, 25006 a replica that only reads.',
  },
  'pg-boss-not-used': { status: 'skipped', means: 'There is no schema of pg-boss.' },
  'pg-boss-ready': {
    status: 'pass',
    means: 'The schema of pg-boss and the queue of the inbox are there.',
  },
  'pg-boss-old': {
    status: 'fail',
    means: 'The schema of pg-boss is of an older version than the inbox works with.',
    advice: 'Start the shop once with rights to migrate, or run the migration of pg-boss.',
  },
  'pg-boss-no-queue': {
    status: 'warning',
    means: 'The schema of pg-boss is there, but not the queue `paystablecoin` of an inbox.',
    advice: 'Start the shop once, which creates it; or its option `queue` names another one.',
  },
  'pg-boss-unreadable': {
    status: 'fail',
    means: 'The schema of pg-boss cannot be read.',
    advice: 'Give the role of the shop its rights to the schema pgboss.',
  },
  'redis-not-set': { status: 'skipped', means: 'There is no REDIS_URL, so no Redis was checked.' },
  'redis-no-driver': {
    status: 'fail',
    means: 'REDIS_URL is set, but the package ioredis is not installed here: nothing was checked.',
    advice: 'Run the doctor in the folder of the shop, or npm install ioredis.',
  },
  'redis-unreachable': {
    status: 'fail',
    means: `Redis cannot be reached. ${NO_DATABASE}`,
    advice: 'Check REDIS_URL: host, port, user, password, rediss:// for TLS.',
  },
  'redis-usable': { status: 'pass', means: 'An event was claimed in Redis, and released.' },
  'redis-unusable': {
    status: 'fail',
    means: 'No event can be claimed in Redis.',
    advice: 'The role needs EVAL and the keys {paystablecoin}:*, and the server must be a primary.',
  },
  'redis-keeps': { status: 'pass', means: 'Redis evicts nothing when its memory is full.' },
  'redis-evicts': {
    status: 'fail',
    means:
      'Redis evicts keys when its memory is full: events are forgotten, and handled again or lost.',
    advice: 'Set maxmemory-policy to noeviction.',
  },
  'redis-durable': { status: 'pass', means: 'Redis appends every write to a file.' },
  'redis-last-second': {
    status: 'warning',
    means: 'Redis writes its file once a second or less: a crash loses the last events.',
    advice: 'For an inbox set appendfsync to always. For a store it is enough.',
  },
  'redis-volatile': {
    status: 'fail',
    means: 'Redis keeps no append-only file: a crash loses events that were answered with 200.',
    advice: 'Set appendonly to yes.',
  },
  'redis-unknown': {
    status: 'warning',
    means: 'Redis does not tell its settings, so eviction and persistence are not checked.',
    advice: 'Look them up at your provider: noeviction, append-only file.',
  },
} as const satisfies Record<string, FindingText>
