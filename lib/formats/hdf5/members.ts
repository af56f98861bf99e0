import { check_hash, read_dense_links, read_link_info } from './dense'
import { compare_bytes, type Link, read_link } from './links'
import { message_type, type ObjectHeader } from './object_header'
import { read_symbol_table, read_symbol_table_message } from './symbol_table'

/** The members of the group of a header by name, in byte order. */
export function read_members(header: ObjectHeader): Map<string, Link> {
  const { source } = header
  const table = header.one(message_type.symbol_table)
  const info = header.one(message_type.link_info)
  if (table !== null && info !== null) throw source.broken('A group is of two kinds.', header.address)
  if (table !== null) return read_symbol_table(source, read_symbol_table_message(table))
  const links = header.all(message_type.link).map(read_link)
  if (info !== null) {
    for (const message of read_dense_links(source, read_link_info(info))) {
      const link = read_link(message.cursor)
      check_hash(message, link[0])
      links.push(link)
    }
  }
  return sorted(header, links)
}

function sorted(header: ObjectHeader, links: [string, Link][]): Map<string, Link> {
  const encoder = new TextEncoder()
  const keyed = links.map((link) => ({ link, key: encoder.encode(link[0]) }))
  keyed.sort((a, b) => compare_bytes(a.key, b.key))
  const members = new Map(keyed.map(({ link }) => link))
  if (members.size !== links.length) throw header.source.broken('A group has two members of one name.', header.address)
  return members
}
