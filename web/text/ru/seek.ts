/** Russian; see ../README.md. The same keys as ../en/seek.ts. */
import type { Words } from "../catalogue.ts"
import type { seek as en } from "../en/seek.ts"
import { plural } from "../plural.ts"

const count = plural("ru")

export const seek: Words<typeof en> = {
  seeking: {
    open: "Поиск в этом чате",
    label: "Поиск сообщений",
    kinds: "Вид сообщений",
    all: "Все",
    kind: { image: "Картинки", video: "Видео", voice: "Голосовые", file: "Файлы", link: "Ссылки" },
    close: "Закрыть поиск",
    busy: "Поиск…",
    none: "Ничего не найдено.",
    found: (n: number) =>
      count(
        {
          one: "Найдено # сообщение",
          few: "Найдено # сообщения",
          many: "Найдено # сообщений",
          other: "Найдено # сообщения",
        },
        n,
      ),
    more: "Искать дальше назад",
    hint: "Введите слово или выберите вид.",
  },
  share: "Поделиться",
}
