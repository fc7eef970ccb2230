import { Controller, Module, Post, Redirect } from '@nestjs/common'
import { createOrder } from './payments.ts'

@Controller('orders')
class OrdersController {
  @Post()
  @Redirect()
  async create() {
    const { checkoutUrl } = await createOrder()
    return { url: checkoutUrl, statusCode: 303 }
  }
}

@Module({ controllers: [OrdersController] })
export class AppModule {}
