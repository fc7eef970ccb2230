// Koa 2 beside Koa 3: one set of types serves both.
declare module 'koa-2' {
  import Koa from 'koa'

  export default Koa
}
