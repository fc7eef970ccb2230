/**
 * Which files of the repository import which, values and types alike, and the circles among them.
 * Reads text: must not resolve packages.
 *
 * @module
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { REPOSITORY } from './published-packages.ts'

const NOT_OURS = /(?:^|\/)(?:node_modules|dist|coverage|\.wrangler)\//

/** Every TypeScript file of the packages and examples, as paths from the repository's folder. */
export function listTypeScriptFiles(): string[] {
  return ['packages', 'examples'].flatMap((parent) =>
    readdirSync(join(REPOSITORY, parent)).flatMap((name) => listFiles(`${parent}/${name}`)),
  )
}

/** Every module that a source text imports or exports from, on one line or on several. */
export function readImports(source: string): readonly string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '')
  const statement =
    /\b(?:import|export)\b[^'"`;=()]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]/g
  return [...code.matchAll(statement)].map(([, from, bare]) => from ?? bare ?? '')
}

/** The TypeScript files that a file imports by a relative path. What a text only quotes has no file. */
export function listImportedFiles(file: string): readonly string[] {
  return readImports(readFileSync(join(REPOSITORY, file), 'utf8'))
    .filter((specifier) => specifier.startsWith('.') && specifier.endsWith('.ts'))
    .map((specifier) => posix.join(posix.dirname(file), specifier))
    .filter((path) => existsSync(join(REPOSITORY, path)))
}

/** The circles of a graph, each as the nodes on the way round. */
export function findCircles(
  nodes: readonly string[],
  next: (node: string) => readonly string[],
): readonly string[] {
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (node: string, path: readonly string[]): void => {
    if (path.includes(node)) circles.push([...path.slice(path.indexOf(node)), node].join(' → '))
    else if (!done.has(node)) for (const target of next(node)) visit(target, [...path, node])
    done.add(node)
  }
  for (const node of nodes) visit(node, [])
  return circles
}

function listFiles(folder: string): string[] {
  return readdirSync(join(REPOSITORY, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return NOT_OURS.test(`${path}/`) ? [] : listFiles(path)
    return path.endsWith('.ts') ? [path] : []
  })
}
