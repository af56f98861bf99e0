import { describe_share } from './share'

describe_share(3)
