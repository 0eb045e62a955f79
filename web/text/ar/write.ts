/** Arabic; see ../README.md. The same keys as ../en/write.ts. */
import type { Words } from "../catalogue.ts"
import type { write as en } from "../en/write.ts"

export const write: Words<typeof en> = {
  sending: {
    options: "خيارات الإرسال",
    live: "إرسال رسالة حية",
    liveNow: "رسالة حية: ترى جهة اتصالك كلماتك وأنت تكتب. الإرسال ينهيها.",
    liveStop: "إلغاء الرسالة الحية",
    ttl: "رسالة تختفي",
    ttlMeans: "تُحذف الرسالة لديكما كليكما حين تمضي هذه المدة: لديك منذ إرسالها، ولدى جهة اتصالك منذ قراءتها.",
    ttlNow: (time: string) => `تختفي هذه الرسالة بعد ${time}.`,
    ttlStop: "الإرسال بلا مدة",
    custom: "مدة أخرى",
    amount: "العدد",
    unit: "الوحدة",
    units: {
      second: "ثوانٍ",
      minute: "دقائق",
      hour: "ساعات",
      day: "أيام",
      week: "أسابيع",
      month: "أشهر",
    },
    wrongTime: "أدخل عددًا صحيحًا ليس كبيرًا جدًا.",
    use: "استخدام هذه المدة",
  },
  opening: {
    heading: "فتح هذا الرابط؟",
    means: "في عنوانه معاملات قد تخبر الصفحة بمن مرره.",
    clean: "الفتح بلا تتبع",
    full: "فتحه كما هو",
  },
  bot: {
    open: "الأوامر",
    list: "أوامر هذا البوت",
    back: (menu: string) => `العودة من ${menu}`,
    send: (command: string) => `إرسال ${command}`,
  },
}
