/**
 * What is known of a framework: its versions, and how its app is built and started.
 * Must not name one.
 *
 * @module
 */

/** A program to run an app with. */
export type Runtime = 'node' | 'bun' | 'deno'

/** A package of this repository, without its scope. */
export type OwnPackage = 'core' | 'hono' | 'koa' | 'fastify' | 'express'

/** One row of the table. */
export interface Framework {
  readonly name: string
  /** The recipe in `packages/docs/recipes`. @default name */
  readonly recipe?: string | undefined
  /** Where the shared file of the recipes goes. @default 'payments.ts' */
  readonly shared?: string | undefined
  /** The folder in `apps` with what the app has beside the recipe. @default name */
  readonly scaffold?: string | undefined
  /** As the tables spell it. */
  readonly title: string
  /** The npm package whose version the table shows; without it, that of the runtime. */
  readonly about?: string | undefined
  /** What the app installs, at these versions. */
  readonly installs?: Readonly<Record<string, string>> | undefined
  /** What the recipe imports of this repository. */
  readonly uses: readonly [OwnPackage, ...OwnPackage[]]
  /** @default 'node' */
  readonly runtime?: Runtime | undefined
  /** Arguments for the runtime, one command after the other. */
  readonly build?: readonly (readonly string[])[] | undefined
  /** Arguments for the runtime. The app listens on `PORT`. */
  readonly start: readonly string[]
  readonly env?: Readonly<Record<string, string>> | undefined
  /** A path that a gateway puts before those that the app has. @default none */
  readonly prefix?: string | undefined
  /** The app speaks HTTP/2 only. @default false */
  readonly http2?: boolean | undefined
}

/** The runtimes, as packages of npm. */
export const RUNTIMES: Readonly<
  Record<Runtime, { readonly title: string; readonly version: string; readonly bin: string }>
> = {
  node: { title: 'Node', version: '24.9.0', bin: 'node/bin/node' },
  bun: { title: 'Bun', version: '1.4.5', bin: '.bin/bun' },
  deno: { title: 'Deno', version: '2.9.6', bin: '.bin/deno' },
}

/** The document with its recipe. */
export function documentOf({ name, recipe = name }: Framework): string {
  return `${recipe}.md`
}

/** The version that the tables show. */
export function testedVersion({ about, installs, runtime = 'node' }: Framework): string {
  if (about === undefined) return RUNTIMES[runtime].version
  const version = installs?.[about]
  if (version === undefined) throw new Error(`${about} is not installed`)
  return version
}
