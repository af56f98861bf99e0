const warn = console.warn

console.warn = (...messages: unknown[]): void => {
  if (!String(messages[0]).includes('looks like you are running TensorFlow.js in Node.js')) warn(...messages)
}
