let filtering = true

/** Lets errors inside `call` name the layer and its arguments. The default. Source: keras.config.enable_traceback_filtering. */
export function enable_traceback_filtering(): void {
  filtering = true
}

/** Lets errors inside `call` pass unchanged. Source: keras.config.disable_traceback_filtering. */
export function disable_traceback_filtering(): void {
  filtering = false
}

/** Whether errors inside `call` name the layer and its arguments. Source: keras.config.is_traceback_filtering_enabled. */
export function is_traceback_filtering_enabled(): boolean {
  return filtering
}
