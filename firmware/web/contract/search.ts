/** `GET /search?q=text`: settings, people, numbers, pages by their names, helps and old names. */
export interface SearchHit {
  readonly kind: 'page' | 'setting' | 'person' | 'phone' | 'extension' | 'line'
  readonly title: string
  readonly detail: string
  /** Path of a page: `/people/…`. */
  readonly path: string
}
