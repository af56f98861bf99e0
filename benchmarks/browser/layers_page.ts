import { layers_trade } from '../suite/layers_trade'
import { serve_in_page } from './entry'

serve_in_page(layers_trade)
