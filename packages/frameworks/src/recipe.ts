/**
 * The recipes as they stand in the documents: blocks of code, each below a line that begins with the name of its file.
 * Must not know a framework.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RECIPES } from './paths.ts'

/** One file of a recipe. */
export interface RecipeFile {
  readonly path: string
  readonly code: string
}

/** The document with the file that every app has: the account, and what an order is. */
export const SHARED_DOCUMENT = 'README.md'

/** Reads the files of a document. */
export async function readRecipe(document: string): Promise<readonly RecipeFile[]> {
  const files = findFiles(await readFile(join(RECIPES, document), 'utf8'))
  if (files.length === 0) throw new Error(`${document} has no code below the name of a file`)
  return files
}

/** Finds the files in a document's text. */
export function findFiles(markdown: string): readonly RecipeFile[] {
  const blocks = markdown.matchAll(/^`([^`\n]+)`[^\n]*\n\n```tsx?\n(.*?)^```$/gms)
  return Array.from(blocks, ([, path = '', code = '']) => ({ path, code }))
}

/** How many lines a recipe has. Empty ones do not count. */
export function countLines(files: readonly RecipeFile[]): number {
  const lines = files.flatMap(({ code }) => code.split('\n'))
  return lines.filter((line) => line.trim() !== '').length
}
