/**
 * `POST /photos` takes the octets of a JPEG or PNG picture and answers its mark, which the field `photo` of a person or contact names then.
 * `GET /photos/{mark}` is the picture. `PUT /me/photo` puts and names one's own at once, `DELETE /me/photo` takes it away (USET-14).
 */
export interface Kept {
  readonly photo: string
}
