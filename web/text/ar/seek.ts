/** Arabic; see ../README.md. The same keys as ../en/seek.ts. */
import type { Words } from "../catalogue.ts"
import type { seek as en } from "../en/seek.ts"
import { plural } from "../plural.ts"

const count = plural("ar")

export const seek: Words<typeof en> = {
  seeking: {
    open: "البحث في هذه الدردشة",
    label: "البحث في الرسائل",
    kinds: "نوع الرسالة",
    all: "الكل",
    kind: { image: "صور", video: "فيديو", voice: "صوت", file: "ملفات", link: "روابط" },
    close: "إغلاق البحث",
    busy: "جارٍ البحث…",
    none: "لم يُعثر على شيء.",
    found: (n: number) =>
      count(
        {
          one: "عُثر على رسالة واحدة",
          two: "عُثر على رسالتين",
          few: "عُثر على # رسائل",
          many: "عُثر على # رسالة",
          other: "عُثر على # رسالة",
        },
        n,
      ),
    more: "البحث أبعد",
    hint: "اكتب كلمة أو اختر نوعًا.",
  },
  share: "مشاركة",
}
