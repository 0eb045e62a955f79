/** Russian; see ../README.md. The same keys as ../en/media.ts. */
import type { Words } from "../catalogue.ts"
import type { media as en } from "../en/media.ts"
import { number } from "../plural.ts"

export const media: Words<typeof en> = {
  voice: {
    record: "Записать голосовое сообщение",
    recording: "Идёт запись голосового сообщения",
    starting: "Ожидание микрофона…",
    ending: "Секунду…",
    halt: "Приостановить запись",
    resume: "Продолжить запись",
    end: "Остановить и прослушать",
    cancel: "Удалить запись",
    close: "Закрыть",
    problems: {
      refused: "Микрофоном здесь пользоваться нельзя. Разрешите его в браузере и попробуйте снова.",
      none: "Микрофон не найден.",
      failed: "Голосовое сообщение не удалось записать.",
    },
    play: "Воспроизвести",
    pause: "Пауза",
    stop: "Прекратить воспроизведение",
    place: "Место",
    placeOf: (at: string, length: string) => `${at} из ${length}`,
    pace: (rate: number) => `Скорость ${number(rate)}`,
    bar: "Звучащее голосовое сообщение",
    open: "Перейти к этому чату",
    unplayable: "Этот браузер не может воспроизвести это голосовое сообщение. Его можно сохранить.",
  },
}
