/**
 * Every framework whose recipe is tested, at the versions that are tested.
 *
 * @module
 */
import { join } from 'node:path'
import type { Framework } from './framework.ts'
import { ROOT } from './paths.ts'

const NODE_TYPES = { '@types/node': '24.19.2' }
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc')

const HONO = { hono: '4.13.19' }
const FASTIFY = { fastify: '5.12.8' }
const REACT = { react: '19.3.1', 'react-dom': '19.3.1' }
const VITE = { vite: '8.3.8' }
const NEXT = {
  next: '16.4.6',
  ...REACT,
  typescript: '5.9.3',
  '@types/react': '19.3.0',
  ...NODE_TYPES,
}

const NEXT_BIN = 'node_modules/next/dist/bin/next'
const WITH_NEXT = {
  scaffold: 'nextjs',
  about: 'next',
  build: [[NEXT_BIN, 'build']],
  start: [NEXT_BIN, 'start'],
} as const

const WITH_NEST = {
  scaffold: 'nestjs',
  about: '@nestjs/core',
  build: [[TSC, '-p', '.']],
  start: ['dist/main.js'],
} as const
const NEST = {
  '@nestjs/common': '12.5.1',
  '@nestjs/core': '12.5.1',
  'reflect-metadata': '0.2.2',
  rxjs: '7.8.2',
  ...NODE_TYPES,
}

const WITH_GATEWAY = { scaffold: 'aws-lambda', start: ['gateway.mjs'] } as const

/** The gateways in front of a Lambda: a function URL and, with a stage and Base64 bodies, a REST API. */
function behindGateways(framework: Omit<Framework, 'start'>): readonly Framework[] {
  const { name, title } = framework
  const rest = { env: { GATEWAY: 'rest' }, prefix: '/prod', recipe: name }
  return [
    { ...framework, ...WITH_GATEWAY, title: `${title}, function URL` },
    { ...framework, ...WITH_GATEWAY, ...rest, name: `${name}-rest`, title: `${title}, REST API` },
  ]
}

/** Every row, in the order of the table. */
export const FRAMEWORKS: readonly Framework[] = [
  {
    name: 'nextjs',
    title: 'Next.js',
    installs: NEXT,
    uses: ['core'],
    ...WITH_NEXT,
  },
  {
    name: 'hono-in-nextjs',
    title: 'Hono inside Next.js',
    installs: { ...NEXT, ...HONO },
    uses: ['hono'],
    prefix: '/api',
    ...WITH_NEXT,
  },
  {
    name: 'sveltekit',
    title: 'SvelteKit',
    about: '@sveltejs/kit',
    installs: {
      '@sveltejs/adapter-node': '6.0.1',
      '@sveltejs/kit': '3.2.0',
      '@sveltejs/vite-plugin-svelte': '7.3.1',
      svelte: '5.57.3',
      ...VITE,
    },
    uses: ['core'],
    shared: 'src/lib/server/payments.ts',
    env: { PROTOCOL_HEADER: 'x-forwarded-proto' },
    build: [['node_modules/vite/bin/vite.js', 'build']],
    start: ['build'],
  },
  {
    name: 'astro',
    title: 'Astro',
    about: 'astro',
    installs: { '@astrojs/node': '11.1.6', astro: '7.3.5' },
    uses: ['core'],
    shared: 'src/payments.ts',
    build: [['node_modules/astro/bin/astro.mjs', 'build']],
    start: ['dist/server/entry.mjs'],
  },
  {
    name: 'react-router',
    title: 'React Router',
    about: 'react-router',
    installs: {
      '@react-router/dev': '8.4.0',
      '@react-router/node': '8.4.0',
      '@react-router/serve': '8.4.0',
      isbot: '5.2.3',
      'react-router': '8.4.0',
      ...REACT,
      ...VITE,
    },
    uses: ['core'],
    shared: 'app/payments.server.ts',
    build: [['node_modules/@react-router/dev/bin.cjs', 'build']],
    start: ['node_modules/@react-router/serve/bin.cjs', 'build/server/index.js'],
  },
  {
    name: 'nitro',
    title: 'Nitro',
    about: 'nitro',
    installs: { nitro: '3.0.0' },
    uses: ['core'],
    build: [['node_modules/nitro/dist/cli/index.mjs', 'build']],
    start: ['.output/server/index.mjs'],
  },
  {
    name: 'h3',
    title: 'h3',
    about: 'h3',
    installs: { h3: '2.0.8' },
    uses: ['core'],
    start: ['server.ts'],
  },
  {
    name: 'elysia',
    title: 'Elysia',
    about: 'elysia',
    installs: { elysia: '1.4.30' },
    uses: ['core'],
    runtime: 'bun',
    start: ['server.ts'],
  },
  {
    name: 'nestjs-express',
    title: 'NestJS on Express',
    installs: { ...NEST, '@nestjs/platform-express': '12.5.1' },
    uses: ['core'],
    ...WITH_NEST,
  },
  {
    name: 'nestjs-fastify',
    title: 'NestJS on Fastify',
    installs: { ...NEST, '@nestjs/platform-fastify': '12.5.0', ...FASTIFY },
    uses: ['fastify'],
    ...WITH_NEST,
  },
  {
    name: 'vercel',
    title: 'Vercel Functions',
    about: '@vercel/node',
    installs: { '@vercel/functions': '3.9.9', '@vercel/node': '24.0.0' },
    uses: ['core'],
    prefix: '/api',
    start: ['dev.mjs'],
  },
  ...behindGateways({
    name: 'aws-lambda-hono',
    title: 'AWS Lambda with Hono',
    about: 'hono',
    installs: HONO,
    uses: ['hono'],
  }),
  ...behindGateways({
    name: 'aws-lambda-fastify',
    title: 'AWS Lambda with Fastify',
    about: '@fastify/aws-lambda',
    installs: { '@fastify/aws-lambda': '6.4.1', ...FASTIFY },
    uses: ['fastify'],
  }),
  ...behindGateways({
    name: 'aws-lambda',
    title: 'AWS Lambda by hand',
    installs: { '@types/aws-lambda': '8.10.164' },
    uses: ['core'],
  }),
  {
    name: 'bun',
    title: 'Bun.serve',
    uses: ['core'],
    runtime: 'bun',
    start: ['server.ts'],
  },
  {
    name: 'deno',
    title: 'Deno.serve',
    uses: ['core'],
    runtime: 'deno',
    start: [
      'run',
      '--no-prompt',
      '--quiet',
      '--allow-net=127.0.0.1,0.0.0.0',
      '--allow-env',
      'server.ts',
    ],
  },
  {
    name: 'polka',
    title: 'Polka',
    about: 'polka',
    installs: { polka: '0.5.2' },
    uses: ['core'],
    start: ['server.ts'],
  },
  { name: 'node-http', title: 'node:http', uses: ['core'], start: ['server.ts'] },
  { name: 'node-http2', title: 'node:http2', uses: ['core'], start: ['server.ts'], http2: true },
]
