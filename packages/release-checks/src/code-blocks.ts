/**
 * The TypeScript blocks of documents and of doc comments, and where each begins.
 *
 * @module
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { listPublishedPackages, REPOSITORY } from './published-packages.ts'

/** One block of code in a document. */
export interface CodeBlock {
  /** The document, from the repository's folder. */
  path: string
  /** The line of the document on which the code begins, counted from 1. */
  line: number
  code: string
}

/** The blocks of every README and of the documents at the top. */
export function listDocumentBlocks(): CodeBlock[] {
  return listDocuments().flatMap((path) => findBlocks(path, readText(path)))
}

/** The blocks in the doc comments of every published package. */
export function listCommentBlocks(): CodeBlock[] {
  return listSourceFiles().flatMap((path) => findBlocks(path, onlyDocComments(readText(path))))
}

/** The languages that the fences of every document name, an unnamed one as ''. */
export function listFenceLanguages(): Set<string> {
  const fences = listDocuments().flatMap((path) => [...readText(path).matchAll(/^\s*```(.*)\n/gm)])
  // Every second fence ends a block.
  return new Set(fences.filter((_, index) => index % 2 === 0).map(([, language]) => language ?? ''))
}

/** The number of `@example` tags in the doc comments of every published package. */
export function countExampleTags(): number {
  const texts = listSourceFiles().map((path) => onlyDocComments(readText(path)))
  return texts.join('\n').match(/^@example\b/gm)?.length ?? 0
}

function listDocuments(): string[] {
  const folders = [
    '.',
    '.github',
    ...listFolders('packages'),
    ...listFolders('examples'),
    'packages/docs/guides',
    'packages/docs/packages',
  ]
  return folders
    .flatMap((folder) => listFiles(folder))
    .filter((path) => path.endsWith('.md') && !path.endsWith('CHANGELOG.md'))
}

function listSourceFiles(): string[] {
  return listPublishedPackages().flatMap(({ folder }) =>
    readdirSync(join(folder, 'src'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => relative(REPOSITORY, join(entry.parentPath, entry.name))),
  )
}

function findBlocks(path: string, text: string): CodeBlock[] {
  return [...text.matchAll(/^```(?:ts|typescript)\n(.*?)^```$/gms)].map((match) => ({
    path,
    // The code begins on the line after the fence.
    line: text.slice(0, match.index).split('\n').length + 1,
    code: match[1] ?? '',
  }))
}

// Keeps the text of the doc comments on its lines, and blanks everything else.
function onlyDocComments(text: string): string {
  const lines = text.split('\n').map(() => '')
  for (const { 0: comment, index } of text.matchAll(/\/\*\*.*?\*\//gs)) {
    const first = text.slice(0, index).split('\n').length - 1
    for (const [offset, line] of comment.split('\n').entries()) {
      lines[first + offset] = line.replace(/^\s*(?:\/\*\*|\*(?!\/)) ?/, '')
    }
  }
  return lines.join('\n')
}

function listFolders(parent: string): string[] {
  return readdirSync(join(REPOSITORY, parent)).map((name) => join(parent, name))
}

function listFiles(folder: string): string[] {
  if (!existsSync(join(REPOSITORY, folder))) return []
  return readdirSync(join(REPOSITORY, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(folder, entry.name))
}

function readText(path: string): string {
  return readFileSync(join(REPOSITORY, path), 'utf8')
}
