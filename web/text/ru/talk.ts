/** Russian; see ../README.md. The same keys as ../en/talk.ts. */
import type { Words } from "../catalogue.ts"
import type { talk as en } from "../en/talk.ts"
import { plural } from "../plural.ts"

const count = plural("ru")
const messageCount = (n: number) =>
  count({ one: "# сообщение", few: "# сообщения", many: "# сообщений", other: "# сообщения" }, n)

export const talk: Words<typeof en> = {
  action: {
    menu: "Действия с сообщением",
    reply: "Ответить",
    edit: "Изменить",
    delete: "Удалить",
    react: "Реакция",
    forward: "Переслать",
    copy: "Копировать",
    share: "Поделиться",
    info: "Сведения",
    select: "Выбрать",
  },
  deleting: {
    heading: (count: number) => (count === 1 ? "Удалить сообщение?" : `Удалить ${messageCount(count)}?`),
    means:
      "Если удалить для всех, оно помечается как удалённое, и контакт, возможно, ещё сможет его увидеть. Если удалить для себя, оно исчезнет здесь и останется там.",
    meansMe: "Оно удаляется на этом устройстве; это нельзя отменить. У контакта остаётся копия.",
    me: "Удалить для меня",
    everyone: "Удалить для всех",
  },
  forwarding: {
    heading: (count: number) => (count === 1 ? "Переслать сообщение" : `Переслать ${messageCount(count)}`),
    find: "Найти чат",
    none: "Такого чата нет.",
  },
  info: {
    heading: "Сведения о сообщении",
    sent: "Отправлено",
    received: "Получено",
    created: "Сохранено",
    deleted: "Удалено",
    disappears: "Исчезнет",
    status: "Статус",
    way: "Путь",
    proxied: "Через другой сервер, который скрывает, где вы (конфиденциальная доставка)",
    direct: "На сервер вашего контакта",
    reactions: "Реакции",
    by: { me: "вы", contact: "ваш контакт" },
    history: "История изменений",
  },
  choosing: {
    label: "Выбранные сообщения",
    count: (n: number) =>
      count(
        {
          one: "Выбрано # сообщение",
          few: "Выбрано # сообщения",
          many: "Выбрано # сообщений",
          other: "Выбрано # сообщения",
        },
        n,
      ),
    one: "Выбрать сообщение",
  },
  composing: {
    replying: (name: string) => `Ответ: ${name}`,
    replyingSelf: "Ответ себе",
    editing: "Изменить сообщение",
    cancelReply: "Отменить ответ",
    cancelEdit: "Отменить изменение",
    save: "Сохранить",
  },
  mark: {
    edited: "изменено",
    deleted: "удалено",
    reveal: "Показать",
    hide: "Скрыть",
    forwarded: "переслано",
    disappears: (ttl: string) => `исчезнет через ${ttl}`,
    live: "печатает",
    jump: "Показать процитированное сообщение",
    reactions: "Реакции",
    gone: "Процитированного сообщения здесь больше нет.",
    unread: "Новые сообщения",
  },
  span: {
    seconds: (n: number) => count({ one: "# секунду", few: "# секунды", many: "# секунд", other: "# секунды" }, n),
    minutes: (n: number) => count({ one: "# минуту", few: "# минуты", many: "# минут", other: "# минуты" }, n),
    hours: (n: number) => count({ one: "# час", few: "# часа", many: "# часов", other: "# часа" }, n),
    days: (n: number) => count({ one: "# день", few: "# дня", many: "# дней", other: "# дня" }, n),
  },
  content: {
    link: "Ссылка",
    image: "Изображение",
    video: "Видео",
    voice: "Голосовое сообщение",
    file: "Файл",
    report: "Жалоба",
    chat: "Приглашение в чат",
    unknown: "То, что может показать только более новое приложение",
  },
  files: {
    attach: "Прикрепить",
    download: "Загрузить",
    downloadAnyway: "Всё равно загрузить",
    save: "Сохранить",
    cancel: "Отменить",
    states: {
      sending: "Отправка…",
      sent: null,
      offered: null,
      wanted: "Загрузка…",
      here: null,
      cancelled: "Отменено отправителем",
      deleted: "Удалено с этого устройства",
      unsupported: "Отправлено старым способом, который здесь не поддерживается",
    },
    until: (when: string) => `На серверах до ${when}`,
    sentUntil: (when: string) => `Можно загрузить до ${when}`,
    over: "Серверы хранят файлы два дня, так что его, скорее всего, уже нет.",
    unapproved: (hosts: readonly string[]) =>
      `Этот файл лежит на серверах, которые не выбирали ни вы, ни ваши операторы: ${hosts.join(", ")}. Они увидят, откуда пришёл запрос.`,
    problems: {
      EXPIRED: "Этого файла больше нет на серверах: они хранят файлы два дня.",
      GONE: "Этого файла больше нет на его сервере.",
      DAMAGED: "Это не тот файл, который описал отправитель. Попросите прислать его снова.",
      BLOCKED: "Оператор сервера заблокировал этот файл.",
      NO_ROOM: "На этом устройстве нет места для этого файла. Сначала удалите другие файлы: Настройки, Файлы и место.",
      FORBIDDEN: "Настройки сети не разрешают серверы этого файла.",
      SERVER: "Сервер отказался принять этот файл. Попробуйте позже.",
    },
  },
  words: {
    secret: "Показать скрытый текст",
    secretShown: (words: string) => `Скрыть: ${words}`,
    via: (host: string | null) => (host === null ? "через известный сервер" : `через ${host}`),
    simplex: {
      invitation: "Одноразовое приглашение SimpleX",
      contact: "Адрес контакта SimpleX",
      group: "Ссылка группы SimpleX",
      channel: "Ссылка канала SimpleX",
      relay: "Ссылка релея SimpleX",
    },
  },
}
