/**
 * Every field of an object and of all objects in it.
 * Must not know what a field means.
 *
 * @module
 */

/** Visits every field, breadth first. By a list and no recursion: a body may be nested more deeply than the stack. */
export function eachField(data: object, visit: (field: string, value: unknown) => void): void {
  const objects = [data]
  for (const object of objects) {
    for (const [field, value] of Object.entries(object)) {
      visit(field, value)
      if (typeof value === 'object' && value !== null) objects.push(value)
    }
  }
}
