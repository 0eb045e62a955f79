/** Russian; see ../README.md. The same keys as ../en/trouble.ts. */
import type { Words } from "../catalogue.ts"
import type { trouble as en } from "../en/trouble.ts"

export const trouble: Words<typeof en> = {
  undelivered: {
    problems: {
      AUTH: "Доставить нельзя. Скорее всего, контакт удалил соединение с вами.",
      NOT_FOUND: "Сейчас доставить нельзя.",
    },
    changes: {
      edit: (problem: string) => `Это изменение не дошло до контакта. ${problem}`,
      deletion: (problem: string) =>
        `Удалено только здесь: контакту не удалось сообщить, и у него оно осталось. ${problem}`,
      reaction: (problem: string) => `Ваша реакция не дошла до контакта. ${problem}`,
    },
    remedies: {
      retry: "Попробовать снова",
      fix: "Починить соединение",
      network: "Настройки сети",
      servers: "Настройки серверов",
    },
    waiting: "Ожидание, пока контакт получит прежние сообщения.",
    waitingFor: (problem: string) => `Всё ещё ожидает: попытка повторится. ${problem}`,
  },
  details: {
    delivered: "Получено контактом",
    from: "Переслано из",
    lasts: "Исчезает через",
    left: (time: string) => `через ${time}`,
    notYet: {
      sent: "Время пойдёт, когда оно отправлено.",
      received: "Время пойдёт, когда вы его прочитаете.",
    },
  },
  renamed: (before: string) => `${before}: профиль изменён.`,
  allowed: {
    on: (feature: string) => `${feature}: включено`,
    onFor: (feature: string, time: string) => `${feature}: включено, через ${time}`,
    onlyMe: (feature: string) => `${feature}: включено только для вас`,
    onlyContact: (feature: string) => `${feature}: включено только для контакта`,
    off: (feature: string) => `${feature}: выключено`,
    theyOffer: (feature: string) => `${feature}: контакт теперь разрешает, а вы нет.`,
    theyRefuse: (feature: string) => `${feature}: контакт больше не разрешает.`,
    youOffer: (feature: string) => `${feature}: вы теперь разрешаете, а контакт нет.`,
    youRefuse: (feature: string) => `${feature}: вы больше не разрешаете.`,
  },
}
