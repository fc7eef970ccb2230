import { it } from 'vitest'
import { runShop } from './support/run-shop.ts'
it('runs', async () => {
  const shop = await runShop()
  for (const s of shop.spans()) console.log(s.spanContext().traceId.slice(0,4), s.spanContext().spanId.slice(0,4), s.parentSpanContext?.spanId.slice(0,4), s.name, JSON.stringify(s.attributes), s.links.map((l) => l.context.spanId.slice(0,4)))
  for (const m of await shop.collect()) console.log(m.descriptor.name, m.descriptor.unit, m.dataPoints.map((d) => JSON.stringify(d.attributes)+(typeof d.value === 'number' ? d.value : '')).join(' '))
  await shop.close()
})
