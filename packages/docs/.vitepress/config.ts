/**
 * The documentation site: its pages in order, and how its Markdown is read.
 *
 * @module
 */
import { defineConfig } from 'vitepress'
import type { DefaultTheme } from 'vitepress'
import { tabsMarkdownPlugin } from 'vitepress-plugin-tabs'
import { REWRITES, SOURCE, toSiteLink } from './links.ts'
import { listRecipes } from './recipes.ts'

const page = (text: string, link: string): DefaultTheme.SidebarItem => ({ text, link })

const SIDEBAR: DefaultTheme.SidebarItem[] = [
  {
    text: 'Start',
    items: [
      page('A first payment', '/start'),
      page('From the Python sample', '/guides/from-python'),
    ],
  },
  {
    text: 'Guides',
    items: [
      page('The client in one view', '/guides/client'),
      page('The life of an order', '/guides/order-life'),
      page('Webhooks', '/guides/webhooks'),
      page('When the outcome is unknown', '/guides/unknown'),
      page('Refunds', '/guides/refunds'),
      page('Amounts', '/guides/amounts'),
      page('Secrets and their rotation', '/guides/secrets'),
      page('Several merchants', '/guides/several-merchants'),
      page('Edge runtimes', '/guides/edge'),
      page('Webhooks on your laptop', '/guides/local-webhooks'),
      page('Testing', '/testing'),
      page('Observability', '/observability'),
      page('Going live', '/going-live'),
    ],
  },
  {
    text: 'Recipes',
    items: [page('Any framework', '/recipes/'), page('Queues, outbox, logs', '/queues-and-logs')],
  },
  {
    text: 'Something is wrong',
    items: [
      page('By symptom', '/symptoms'),
      page('Every error', '/errors'),
      page("The provider's codes", '/provider-codes'),
    ],
  },
  {
    text: 'Packages',
    items: [
      page('core', '/packages/core'),
      page('hono, koa, fastify, express', '/packages/adapters'),
      ...['pg-boss', 'bullmq', 'stores', 'doctor', 'opentelemetry', 'emulator'].map((title) =>
        page(title, `/packages/${title}`),
      ),
    ],
  },
  {
    text: 'Reference',
    items: [
      page('API', '/reference/api/'),
      page('Command line', '/command-line'),
      page('Guarantees', '/guarantees'),
      page('Benchmarks', '/benchmarks'),
      page('Security', '/security'),
      page('Changelog', '/changelog'),
    ],
  },
]

export default defineConfig({
  title: 'paystablecoin',
  description:
    'TypeScript packages for merchants who take stablecoin payments through PayStablecoin.',
  lang: 'en',
  // GitHub Pages serves a project below its name.
  base: process.env['DOCS_BASE'] ?? '/',
  cleanUrls: true,
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  srcExclude: ['dist/**', 'generate/**', 'reference/programs/**'],
  rewrites: REWRITES,
  outDir: 'dist/site',
  cacheDir: 'dist/.cache',
  // Shiki's grammars and the search index are what they are.
  vite: { build: { chunkSizeWarningLimit: 4_000 } },
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: (md) => {
      // VitePress has types of an older markdown-it of its own.
      Reflect.apply(tabsMarkdownPlugin, undefined, [md])
      md.core.ruler.push('links-to-the-repository', ({ tokens, env }) => {
        const links = tokens
          .flatMap(({ children }) => children ?? [])
          .filter(({ type }) => type === 'link_open')
        for (const link of links) link.attrSet('href', toSiteLink(link.attrGet('href') ?? '', env))
      })
      // A heading of a table that says nothing is none.
      md.core.ruler.push('empty-headings', ({ tokens }) => {
        for (const [index, { type, content }] of tokens.entries()) {
          if (type !== 'inline' || content !== '' || tokens[index - 1]?.type !== 'th_open') continue
          for (const token of [tokens[index - 1], tokens[index + 1]])
            if (token !== undefined) token.tag = 'td'
        }
      })
    },
  },
  themeConfig: {
    outline: [2, 3],
    search: { provider: 'local' },
    nav: [
      page('Start', '/start'),
      page('Errors', '/errors'),
      page('API', '/reference/api/'),
    ] as DefaultTheme.NavItem[],
    sidebar: {
      '/': SIDEBAR,
      '/recipes/': [{ text: 'Recipes', items: [page('All', '/recipes/'), ...listRecipes()] }],
    },
    socialLinks: [{ icon: 'github', link: SOURCE, ariaLabel: 'Source' }],
  },
})
