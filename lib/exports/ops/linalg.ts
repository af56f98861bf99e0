export * from '../../ops/linalg'
