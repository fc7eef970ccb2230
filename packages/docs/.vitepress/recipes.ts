/**
 * The recipes of frameworks, by the title that each file has.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const RECIPES = join(import.meta.dirname, '../recipes')

export function listRecipes(): { readonly text: string; readonly link: string }[] {
  return readdirSync(RECIPES)
    .filter((file) => file !== 'README.md' && file !== 'index.md')
    .map((file) => {
      const title = /^# (.*)$/m.exec(readFileSync(join(RECIPES, file), 'utf8'))?.[1] ?? file
      return { text: title, link: `/recipes/${file.replace('.md', '')}` }
    })
    .toSorted((a, b) => a.text.localeCompare(b.text))
}
