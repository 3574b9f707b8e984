import { StringDecoder } from 'node:string_decoder'

/**
 * Cuts a byte stream into lines: hand the returned function every chunk. `longest` bounds a line in bytes; a longer one calls
 * `tooLong` once, and all that follows is ignored.
 */
export function splitLines(
  longest: number,
  take: (line: string) => void,
  tooLong: () => void,
): (chunk: Buffer) => void {
  const decoder = new StringDecoder('utf8') // a character may lie across two chunks
  let parts: string[] = []
  let bytes = 0
  let over = false
  return (chunk) => {
    let from = 0
    while (!over) {
      const end = chunk.indexOf(10, from)
      const piece = chunk.subarray(from, end < 0 ? chunk.length : end)
      bytes += piece.length
      if (bytes > longest) {
        over = true
        parts = []
        tooLong()
        return
      }
      parts.push(decoder.write(piece))
      if (end < 0) return
      const line = parts.join('') + decoder.end()
      parts = []
      bytes = 0
      from = end + 1
      if (line !== '') take(line)
    }
  }
}
