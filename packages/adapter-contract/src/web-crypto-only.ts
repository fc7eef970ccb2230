/**
 * A test setup that hides the runtime's own crypto, so that core uses Web Crypto.
 *
 * @module
 */
const find = process.getBuiltinModule.bind(process)

Object.assign(process, {
  getBuiltinModule: (name: string) => (name === 'node:crypto' ? undefined : find(name)),
})
