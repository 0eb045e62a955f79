/** Arabic; see ../README.md. The same keys as ../en/trouble.ts. */
import type { Words } from "../catalogue.ts"
import type { trouble as en } from "../en/trouble.ts"

export const trouble: Words<typeof en> = {
  undelivered: {
    problems: {
      AUTH: "لا يمكن تسليمها. الأرجح أن جهة اتصالك حذفت الاتصال معك.",
      NOT_FOUND: "لا يمكن تسليمها الآن.",
    },
    changes: {
      edit: (problem: string) => `لم يصل هذا التعديل إلى جهة اتصالك. ${problem}`,
      deletion: (problem: string) => `حُذفت هنا فقط: تعذر إبلاغ جهة اتصالك، وما زالت لديها. ${problem}`,
      reaction: (problem: string) => `لم يصل تفاعلك إلى جهة اتصالك. ${problem}`,
    },
    remedies: {
      retry: "محاولة أخرى",
      fix: "إصلاح الاتصال",
      network: "إعدادات الشبكة",
      servers: "إعدادات الخوادم",
    },
    waiting: "في انتظار أن تستلم جهة اتصالك رسائلك السابقة.",
    waitingFor: (problem: string) => `ما زالت تنتظر: ستتكرر المحاولة. ${problem}`,
  },
  details: {
    delivered: "وقت استلام جهة الاتصال",
    from: "أعيد توجيهها من",
    lasts: "تختفي بعد",
    left: (time: string) => `بعد ${time}`,
    notYet: {
      sent: "تبدأ المدة حين تُرسل.",
      received: "تبدأ المدة حين تقرؤها.",
    },
  },
  renamed: (before: string) => `تغيّر الملف الشخصي لـ ${before}.`,
  allowed: {
    on: (feature: string) => `${feature}: مفعّل`,
    onFor: (feature: string, time: string) => `${feature}: مفعّل، بعد ${time}`,
    onlyMe: (feature: string) => `${feature}: مفعّل لك وحدك`,
    onlyContact: (feature: string) => `${feature}: مفعّل لجهة اتصالك وحدها`,
    off: (feature: string) => `${feature}: معطّل`,
    theyOffer: (feature: string) => `${feature}: تسمح به جهة اتصالك الآن، وأنت لا.`,
    theyRefuse: (feature: string) => `${feature}: لم تعد جهة اتصالك تسمح به.`,
    youOffer: (feature: string) => `${feature}: أنت تسمح به الآن، وجهة اتصالك لا.`,
    youRefuse: (feature: string) => `${feature}: لم تعد تسمح به.`,
  },
}
