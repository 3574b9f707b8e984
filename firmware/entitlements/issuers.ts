import { createPublicKey, type KeyObject } from 'node:crypto'

/**
 * Who may issue feature keys for this build: Ed25519 public keys (RFC 8032), DER in base64. Whoever sells boxes puts their own here and keeps the private
 * half to themselves. This one is of the project: its private half lies open among the tests, so that anybody can make keys for their own unit
 * with scripts/issue-key.ts. Nothing is locked.
 */
const ISSUERS = ['MCowBQYDK2VwAyEAJkN4+mvqoRgrwWhaItT1bDDXnZKRTa4WQfTL1iGS1Bg=']

export const issuers: readonly KeyObject[] = ISSUERS.map((der) =>
  createPublicKey({ key: Buffer.from(der, 'base64'), format: 'der', type: 'spki' }),
)
