import { describe_files } from './share'

describe_files('cross-version')
