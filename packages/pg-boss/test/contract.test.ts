import { PGlite } from '@electric-sql/pglite'
import { describeInbox } from '@paystablecoin/adapter-contract/inbox'
import { createPgliteEngine } from './support/open-pglite.ts'

describeInbox('pg-boss on PGlite', createPgliteEngine(new PGlite()))
