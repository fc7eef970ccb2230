/**
 * VitePress's own theme, with tabs whose choice is remembered on every page.
 *
 * @module
 */
import type { Theme } from 'vitepress'
import { enhanceAppWithTabs } from 'vitepress-plugin-tabs/client'
import DefaultTheme from 'vitepress/theme'
import './style.css'

export default {
  extends: DefaultTheme,
  enhanceApp: ({ app }) => enhanceAppWithTabs(app),
} satisfies Theme
