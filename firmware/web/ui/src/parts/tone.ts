/** `good`: works. `busy`: in use. `warn`, `bad`: look here. `idle`: not there, and that may be right. */
export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'idle'
