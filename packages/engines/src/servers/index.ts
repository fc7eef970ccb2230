/**
 * PostgreSQL, PgBouncer and Redis from Debian's packages, started on loopback in temporary folders.
 *
 * @module
 */
export { findMissingServers, HOW_TO_INSTALL } from './programs.ts'
export { startPgBouncer } from './pgbouncer.ts'
export { startPostgres, startSmallPostgres } from './postgres.ts'
export { startRedis } from './redis.ts'
export type { Server } from './server.ts'
