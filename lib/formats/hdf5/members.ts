import type { Link } from './links'
import { message_type, type ObjectHeader } from './object_header'
import { read_symbol_table, read_symbol_table_message } from './symbol_table'

/** The members of the group of a header by name, in byte order. */
export function read_members(header: ObjectHeader): Map<string, Link> {
  const table = header.one(message_type.symbol_table)
  if (table !== null) return read_symbol_table(header.source, read_symbol_table_message(table))
  throw header.source.unsupported('Groups of the newer kind are not read.', header.address)
}
