/**
 * A plugin for typedoc: modules bear the names that a user imports, not those of folders.
 *
 * @module
 */
import { Converter } from 'typedoc'

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.children ?? []) {
      module.name = `@paystablecoin/${module.name.replace('/src', '')}`
    }
  })
}
