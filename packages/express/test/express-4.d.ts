// Express 4 beside Express 5: one set of types serves both.
declare module 'express-4' {
  import express from 'express'

  export default express
}
