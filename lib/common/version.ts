/** The version of Keras whose behaviour and file format this library has. */
export const keras_version = '3.15.1'
