import { keras_trade } from '../suite/keras_trade'
import { serve_in_page } from './entry'

serve_in_page(keras_trade)
