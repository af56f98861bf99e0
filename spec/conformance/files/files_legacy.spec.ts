import { describe_files } from './share'

describe_files('legacy')
