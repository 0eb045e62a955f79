/** Arabic; see ../README.md. The same keys as ../en/talk.ts. */
import type { Words } from "../catalogue.ts"
import type { talk as en } from "../en/talk.ts"
import { plural } from "../plural.ts"

const count = plural("ar")
const messageCount = (n: number) =>
  count(
    {
      zero: "لا رسائل",
      one: "رسالة واحدة",
      two: "رسالتان",
      few: "# رسائل",
      many: "# رسالة",
      other: "# رسالة",
    },
    n,
  )
const ofMessages = (n: number) =>
  count({ one: "الرسالة", two: "رسالتين", few: "# رسائل", many: "# رسالة", other: "# رسالة" }, n)

export const talk: Words<typeof en> = {
  action: {
    menu: "إجراءات الرسالة",
    reply: "رد",
    edit: "تعديل",
    delete: "حذف",
    react: "تفاعل",
    forward: "إعادة توجيه",
    copy: "نسخ",
    share: "مشاركة",
    info: "معلومات",
    select: "تحديد",
  },
  deleting: {
    heading: (count: number) => `حذف ${ofMessages(count)}؟`,
    means:
      "إذا حُذفت للجميع وُضعت عليها علامة الحذف، وقد يظل بإمكان جهة اتصالك رؤيتها. وإذا حُذفت لديك اختفت هنا وبقيت هناك.",
    meansMe: "تُحذف من هذا الجهاز، ولا يمكن التراجع عن ذلك. تحتفظ جهة اتصالك بنسختها.",
    me: "حذف لدي",
    everyone: "حذف للجميع",
  },
  forwarding: {
    heading: (count: number) => `إعادة توجيه ${ofMessages(count)} إلى`,
    find: "بحث عن دردشة",
    none: "لا توجد دردشة كهذه.",
    leftOut: "تُترك الملفات غير الموجودة على هذا الجهاز.",
    download: "التنزيل أولًا",
  },
  sharing: {
    heading: "إرسال إلى",
    textMeans: "يوضع في مربع الرسالة. لا يُرسل شيء قبل أن تضغط إرسال.",
    filesMeans: "تُرسل الملفات حالما تختار دردشة.",
    lost: "لم يصل ما تمت مشاركته",
    lostMeans:
      "لم يسلّمه متصفحك، فبعض المتصفحات لا تفعل ذلك وUnlisted مفتوح. شاركه مرة أخرى، أو ألصقه أو أرفقه في دردشة.",
  },
  info: {
    heading: "معلومات الرسالة",
    sent: "وقت الإرسال",
    received: "وقت الاستلام",
    created: "وقت الحفظ",
    deleted: "وقت الحذف",
    disappears: "وقت الاختفاء",
    status: "الحالة",
    way: "طريق الإرسال",
    proxied: "عبر خادم آخر يُخفي مكانك (التوجيه الخاص)",
    direct: "إلى خادم جهة اتصالك",
    reactions: "التفاعلات",
    by: { me: "أنت", contact: "جهة اتصالك" },
    history: "سجل التعديلات",
  },
  choosing: {
    label: "الرسائل المحددة",
    count: (count: number) => `المحدد: ${messageCount(count)}`,
    one: "تحديد الرسالة",
  },
  composing: {
    replying: (name: string) => `رد على ${name}`,
    replyingSelf: "رد على نفسك",
    editing: "تعديل الرسالة",
    cancelReply: "إلغاء الرد",
    cancelEdit: "إلغاء التعديل",
    save: "حفظ",
  },
  mark: {
    edited: "معدّلة",
    deleted: "محذوفة",
    reveal: "إظهار",
    hide: "إخفاء",
    forwarded: "معاد توجيهها",
    disappears: (ttl: string) => `تختفي بعد ${ttl}`,
    live: "تُكتب الآن",
    jump: "إظهار الرسالة المقتبسة",
    reactions: "التفاعلات",
    gone: "لم تعد الرسالة المقتبسة هنا.",
    unread: "رسائل جديدة",
  },
  span: {
    seconds: (n: number) =>
      count({ one: "ثانية واحدة", two: "ثانيتين", few: "# ثوانٍ", many: "# ثانية", other: "# ثانية" }, n),
    minutes: (n: number) =>
      count({ one: "دقيقة واحدة", two: "دقيقتين", few: "# دقائق", many: "# دقيقة", other: "# دقيقة" }, n),
    hours: (n: number) =>
      count({ one: "ساعة واحدة", two: "ساعتين", few: "# ساعات", many: "# ساعة", other: "# ساعة" }, n),
    days: (n: number) => count({ one: "يوم واحد", two: "يومين", few: "# أيام", many: "# يومًا", other: "# يوم" }, n),
  },
  content: {
    link: "رابط",
    image: "صورة",
    video: "فيديو",
    voice: "رسالة صوتية",
    file: "ملف",
    report: "بلاغ",
    chat: "دعوة إلى دردشة",
    unknown: "شيء لا يعرضه إلا تطبيق أحدث",
    call: "مكالمة",
    invitation: "دعوة إلى مجموعة",
  },
  files: {
    attach: "إرفاق",
    download: "تنزيل",
    downloadAnyway: "تنزيل على أي حال",
    save: "حفظ",
    cancel: "إلغاء",
    cancelledByMe: "ألغيته أنت",
    states: {
      sending: "جارٍ الرفع…",
      sent: null,
      offered: null,
      wanted: "جارٍ التنزيل…",
      here: null,
      cancelled: "ألغاه المرسل",
      deleted: "حُذف من هذا الجهاز",
      unsupported: "أُرسل بطريقة قديمة لا يمكن استلامها هنا",
    },
    link: {
      heading: "ملف لك",
      lead: "أرسل إليك أحد رابطًا إلى هذا الملف. يُنزَّل إلى ملاحظاتك الخاصة؛ ولا يعرف أحد اسمك.",
      leadNew:
        "أرسل إليك أحد رابطًا إلى هذا الملف. يُفك تشفيره في علامة التبويب هذه حيث يمكنك حفظه. بلا حساب، ولا يعرف أحد اسمك.",
      hosts: (hosts: readonly string[]) => `هو مشفر على ${hosts.join("، ")}.`,
      guest: "ضيف",
      send: "إرسال ملف برابط",
      sendMeans: "ارفع ملفًا حتى 1 غ.ب مشفرًا واحصل على رابط إليه. من لديه الرابط يستطيع تنزيله يومين بأي متصفح.",
      choose: "اختيار ملف",
      show: "إظهار الرابط",
      label: "رابط الملف",
      shareHint: "من لديه الرابط لديه الملف. احذف رسالته من ملاحظاتك لاسترجاعه.",
    },
    until: (when: string) => `على خوادمه حتى ${when}`,
    sentUntil: (when: string) => `يمكن تنزيله حتى ${when}`,
    over: "تحتفظ الخوادم بالملفات يومين، فالأرجح أنه لم يعد موجودًا.",
    unapproved: (hosts: readonly string[]) =>
      `هذا الملف على خوادم لم تخترها أنت ولا مشغّلوك: ${hosts.join("، ")}. سترى من أين يأتي الطلب.`,
    problems: {
      EXPIRED: "لم يعد هذا الملف على خوادمه: فهي تحتفظ بالملفات يومين.",
      GONE: "لم يعد هذا الملف على خادمه.",
      DAMAGED: "ليس هذا هو الملف الذي وصفه مرسله. اطلبه مرة أخرى.",
      BLOCKED: "حظر مشغّل الخادم هذا الملف.",
      NO_ROOM: "لا مكان لهذا الملف على هذا الجهاز. احذف ملفات أخرى أولًا، في الإعدادات، الملفات والتخزين.",
      FORBIDDEN: "لا تسمح إعدادات شبكتك بخوادم هذا الملف.",
      SERVER: "رفض خادم هذا الملف. حاول لاحقًا.",
    },
  },
  words: {
    secret: "إظهار النص المخفي",
    secretShown: (words: string) => `إخفاء: ${words}`,
    via: (host: string | null) => (host === null ? "عبر خادم معروف" : `عبر ${host}`),
    simplex: {
      invitation: "دعوة SimpleX لمرة واحدة",
      contact: "عنوان جهة اتصال SimpleX",
      group: "رابط مجموعة SimpleX",
      channel: "رابط قناة SimpleX",
      relay: "رابط مُرحِّل SimpleX",
    },
  },
}
