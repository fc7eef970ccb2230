/**
 * A test's setup that hides the runtime's own crypto, as on a runtime that has none: core then has to take Web Crypto.
 *
 * @module
 */
const find = process.getBuiltinModule.bind(process)

Object.assign(process, {
  getBuiltinModule: (name: string) => (name === 'node:crypto' ? undefined : find(name)),
})
