/**
 * The path of one of our pages that somebody names, undefined when it is none: neither another server's address nor a scheme
 * such as `javascript:` gets into a link.
 */
export function pagePath(link: string): string | undefined {
  return /^\/(?![/\\])[\w./~%?=&#:@+-]*$/.test(link) ? link : undefined
}
