import type { Model } from '../models/model'

/** Gives a new model its weights; when that fails nothing of it is left. */
export function filled<T extends Model>(model: T, fill: (model: T) => void): T {
  try {
    fill(model)
    return model
  } catch (error) {
    model.dispose()
    throw error
  }
}
