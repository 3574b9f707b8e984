import { NativeSelect } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { useWatched } from '../api/watched.ts'
import { useWords } from '../words/use-words.ts'
import { choose, devices, lookForDevices, ROLES } from './devices.ts'
import { phone } from './phone.ts'

/** Microphone, loudspeaker, and where it rings. */
export function DeviceChoice(): ReactNode {
  const { t } = useWords()
  const { inputs, outputs, chosen } = useWatched(devices)
  useEffect(() => {
    const look = () => void lookForDevices()
    look()
    navigator.mediaDevices?.addEventListener('devicechange', look)
    return () => navigator.mediaDevices?.removeEventListener('devicechange', look)
  }, [])
  return (
    <details>
      <summary>{t('dial.devices')}</summary>
      <div className="stack-tight">
        {ROLES.map((role) => (
          <NativeSelect
            key={role}
            label={t(`dial.device.${role}`)}
            value={chosen[role]}
            onChange={({ currentTarget }) => {
              choose(role, currentTarget.value)
              if (role === 'speaker') phone.hearBySpeaker()
            }}
            data={[
              { value: '', label: t('dial.device.usual') },
              ...(role === 'microphone' ? inputs : outputs).map(({ deviceId, label }) => ({
                value: deviceId,
                label: label || t('dial.device.unnamed'),
              })),
            ]}
          />
        ))}
      </div>
    </details>
  )
}
