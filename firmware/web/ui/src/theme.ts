import { createTheme, type MantineColorsTuple } from '@mantine/core'

/** The same values as in theme.css, which pages use: no style is made at run time, so that the content security policy can be strict. */
const petrol: MantineColorsTuple = [
  '#e6f5f6',
  '#cde9eb',
  '#9fd3d8',
  '#6dbcc3',
  '#43a5ae',
  '#228c96',
  '#137b85',
  '#0e6b74',
  '#0a565e',
  '#063f45',
]

const quiet = { lockScroll: false, transitionProps: { duration: 0 } } as const

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 8 },
  colors: { petrol },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // The lock would write a style element, which the content security policy refuses.
    Modal: { defaultProps: { ...quiet, centered: true, overlayProps: { backgroundOpacity: 0.5 } } },
    ModalRoot: { defaultProps: quiet },
    Drawer: { defaultProps: quiet },
    // The library makes a <header> of a dialog's title, which screen readers would take for another banner of the page.
    ModalHeader: { defaultProps: { role: 'none' } },
    DrawerHeader: { defaultProps: { role: 'none' } },
    Table: { defaultProps: { verticalSpacing: 'sm', horizontalSpacing: 'md' } },
    Paper: { defaultProps: { withBorder: true, radius: 'md' } },
  },
})
