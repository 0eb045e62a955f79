/** Arabic; see ../README.md. The same keys as ../en/media.ts. */
import type { Words } from "../catalogue.ts"
import type { media as en } from "../en/media.ts"
import { number } from "../plural.ts"

export const media: Words<typeof en> = {
  voice: {
    record: "تسجيل رسالة صوتية",
    recording: "جارٍ تسجيل رسالة صوتية",
    starting: "في انتظار الميكروفون…",
    ending: "لحظة…",
    halt: "إيقاف التسجيل مؤقتًا",
    resume: "متابعة التسجيل",
    end: "إيقاف واستماع",
    cancel: "حذف التسجيل",
    close: "إغلاق",
    problems: {
      refused: "لا يُسمح باستخدام الميكروفون هنا. اسمح به في المتصفح ثم حاول مرة أخرى.",
      none: "لم يُعثر على ميكروفون.",
      failed: "تعذر تسجيل الرسالة الصوتية.",
    },
    play: "تشغيل",
    pause: "إيقاف مؤقت",
    stop: "إنهاء التشغيل",
    place: "الموضع",
    placeOf: (at: string, length: string) => `${at} من ${length}`,
    pace: (rate: number) => `السرعة ${number(rate)}`,
    bar: "رسالة صوتية قيد التشغيل",
    open: "الذهاب إلى هذه الدردشة",
    unplayable: "لا يستطيع هذا المتصفح تشغيل هذه الرسالة الصوتية. يمكنك حفظها.",
  },
}
