/** Prints a piece of the story, with its line ends. */
export type Say = (text: string) => void
