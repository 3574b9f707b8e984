import './styles.ts'
import { I18nProvider } from '@lingui/react'
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queries } from './api/api.ts'
import { collectAgain } from './api/collecting.ts'
import { App } from './frame/App.tsx'
import { theme } from './theme.ts'
import { i18n, languageOf, speak } from './words/speak.ts'

const colours = localStorageColorSchemeManager({ key: 'strowger-colours' })

async function start(): Promise<void> {
  await speak(languageOf(navigator.languages))
  collectAgain()
  const root = document.getElementById('root')
  if (!root) throw new Error('index.html has no root')
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        colorSchemeManager={colours}
        withCssVariables={false}
        withGlobalClasses={false}
      >
        <I18nProvider i18n={i18n}>
          <QueryClientProvider client={queries}>
            <App />
          </QueryClientProvider>
        </I18nProvider>
      </MantineProvider>
    </StrictMode>,
  )
}

void start()
