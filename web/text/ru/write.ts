/** Russian; see ../README.md. The same keys as ../en/write.ts. */
import type { Words } from "../catalogue.ts"
import type { write as en } from "../en/write.ts"

export const write: Words<typeof en> = {
  sending: {
    options: "Способы отправки",
    live: "Отправить живое сообщение",
    liveNow: "Живое сообщение: контакт видит ваши слова, пока вы печатаете. «Отправить» завершает его.",
    liveStop: "Отменить живое сообщение",
    ttl: "Исчезающее сообщение",
    ttlMeans:
      "Сообщение удалится у вас обоих, когда пройдёт это время: у вас с момента отправки, у контакта с момента прочтения.",
    ttlNow: (time: string) => `Это сообщение исчезнет через ${time}.`,
    ttlStop: "Отправить без срока",
    custom: "Другой срок",
    amount: "Число",
    unit: "Единица",
    units: {
      second: "Секунды",
      minute: "Минуты",
      hour: "Часы",
      day: "Дни",
      week: "Недели",
      month: "Месяцы",
    },
    wrongTime: "Введите целое число, не слишком большое.",
    use: "Использовать этот срок",
  },
  opening: {
    heading: "Открыть эту ссылку?",
    means: "В её адресе есть параметры, которые могут сообщить странице, кто её передал.",
    clean: "Открыть без слежки",
    full: "Открыть как есть",
  },
  bot: {
    open: "Команды",
    list: "Команды этого бота",
    back: (menu: string) => `Назад из «${menu}»`,
    send: (command: string) => `Отправить ${command}`,
  },
}
