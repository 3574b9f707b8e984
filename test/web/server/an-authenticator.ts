import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** A device that holds a passkey, as a browser on `origin` answers for it (Web Authentication level 3, §6.1, §6.5). */
export class Authenticator {
  readonly id = randomBytes(32)
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  counter = 0
  #owner = ''

  create({ challenge, user, rp }: Asked, origin: string) {
    this.#owner = user?.id ?? ''
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' })
    const key = Buffer.concat([
      Buffer.from('a501020326200121', 'hex'), // map of 5: kty EC2, alg ES256, crv P-256, x
      bytes(Buffer.from(x, 'base64url')),
      Buffer.from('22', 'hex'),
      bytes(Buffer.from(y, 'base64url')),
    ])
    const length = Buffer.alloc(2)
    length.writeUInt16BE(this.id.length)
    const data = Buffer.concat([
      this.#data(rp?.id ?? '', 0x45), // present, verified, with a key
      Buffer.alloc(16),
      length,
      this.id,
      key,
    ])
    const attestation = Buffer.concat([
      Buffer.from('a3', 'hex'),
      Buffer.concat([text('fmt'), text('none'), text('attStmt'), Buffer.from('a0', 'hex')]),
      Buffer.concat([text('authData'), bytes(data)]),
    ])
    return this.#answer({
      clientDataJSON: said('webauthn.create', challenge, origin).toString('base64url'),
      attestationObject: attestation.toString('base64url'),
    })
  }

  get({ challenge, rpId = '' }: Asked, origin: string, flags = 0x05) {
    const client = said('webauthn.get', challenge, origin)
    const data = this.#data(rpId, flags)
    const signed = Buffer.concat([data, createHash('sha256').update(client).digest()])
    return this.#answer({
      clientDataJSON: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: sign('sha256', signed, this.#keys.privateKey).toString('base64url'),
      userHandle: this.#owner,
    })
  }

  #data(host: string, flags: number): Buffer {
    const data = Buffer.alloc(37)
    createHash('sha256').update(host).digest().copy(data)
    data[32] = flags
    data.writeUInt32BE(this.counter, 33)
    return data
  }

  #answer(response: object) {
    const id = this.id.toString('base64url')
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response }
  }
}

export interface Asked {
  readonly challenge: string
  readonly rpId?: string
  readonly rp?: { readonly id: string }
  readonly user?: { readonly id: string }
}

const said = (type: string, challenge: string, origin: string) =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))

/** CBOR, RFC 8949 §3: a byte string and a text shorter than 24. */
function bytes(value: Buffer): Buffer {
  const head =
    value.length < 256 ? [0x58, value.length] : [0x59, value.length >> 8, value.length & 255]
  return Buffer.concat([Buffer.from(head), value])
}

const text = (value: string) =>
  Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)])
