/** Spanish; see ../README.md. The same keys as ../en/talk.ts. */
import type { Words } from "../catalogue.ts"
import type { talk as en } from "../en/talk.ts"
import { plural } from "../plural.ts"

const count = plural("es")
const messageCount = (n: number) => count({ one: "# mensaje", other: "# mensajes" }, n)

export const talk: Words<typeof en> = {
  action: {
    menu: "Acciones del mensaje",
    reply: "Responder",
    edit: "Editar",
    delete: "Eliminar",
    react: "Reaccionar",
    forward: "Reenviar",
    copy: "Copiar",
    share: "Compartir",
    info: "Información",
    select: "Seleccionar",
  },
  deleting: {
    heading: (count: number) => (count === 1 ? "¿Eliminar el mensaje?" : `¿Eliminar ${messageCount(count)}?`),
    means:
      "Si se elimina para todos, queda marcado como eliminado y quizá tu contacto aún pueda verlo. Si se elimina para ti, desaparece aquí y se queda allí.",
    meansMe: "Se elimina en este dispositivo; no se puede deshacer. Tu contacto conserva su copia.",
    me: "Eliminar para mí",
    everyone: "Eliminar para todos",
  },
  forwarding: {
    heading: (count: number) => (count === 1 ? "Reenviar el mensaje a" : `Reenviar ${messageCount(count)} a`),
    find: "Buscar un chat",
    none: "No hay ningún chat así.",
    leftOut: "Los archivos que no están en este dispositivo se omiten.",
    download: "Descargar antes",
  },
  sharing: {
    heading: "Enviar a",
    textMeans: "Se pone en el cuadro de mensaje. No se envía nada hasta que pulses Enviar.",
    filesMeans: "Los archivos se envían en cuanto eliges un chat.",
    lost: "Lo que se compartió no ha llegado",
    lostMeans:
      "Tu navegador no lo entregó; algunos no lo hacen mientras Unlisted está abierto. Compártelo otra vez, o pégalo o adjúntalo en un chat.",
  },
  info: {
    heading: "Información del mensaje",
    sent: "Enviado el",
    received: "Recibido el",
    created: "Guardado el",
    deleted: "Eliminado el",
    disappears: "Desaparece el",
    status: "Estado",
    way: "Envío",
    proxied: "Por otro servidor, que oculta dónde estás (enrutamiento privado)",
    direct: "Al servidor de tu contacto",
    reactions: "Reacciones",
    by: { me: "tú", contact: "tu contacto" },
    history: "Historial de ediciones",
  },
  choosing: {
    label: "Mensajes seleccionados",
    count: (n: number) => count({ one: "# mensaje seleccionado", other: "# mensajes seleccionados" }, n),
    one: "Seleccionar mensaje",
  },
  composing: {
    replying: (name: string) => `Respuesta a ${name}`,
    replyingSelf: "Respuesta a ti",
    editing: "Editar mensaje",
    cancelReply: "Cancelar respuesta",
    cancelEdit: "Cancelar edición",
    save: "Guardar",
  },
  mark: {
    edited: "editado",
    deleted: "eliminado",
    reveal: "Mostrar",
    hide: "Ocultar",
    forwarded: "reenviado",
    disappears: (ttl: string) => `desaparece tras ${ttl}`,
    live: "escribiendo",
    jump: "Ver el mensaje citado",
    reactions: "Reacciones",
    gone: "El mensaje citado ya no está aquí.",
    unread: "Mensajes nuevos",
  },
  span: {
    seconds: (n: number) => count({ one: "# segundo", other: "# segundos" }, n),
    minutes: (n: number) => count({ one: "# minuto", other: "# minutos" }, n),
    hours: (n: number) => count({ one: "# hora", other: "# horas" }, n),
    days: (n: number) => count({ one: "# día", other: "# días" }, n),
  },
  content: {
    link: "Enlace",
    image: "Imagen",
    video: "Vídeo",
    voice: "Mensaje de voz",
    file: "Archivo",
    report: "Denuncia",
    chat: "Invitación a un chat",
    unknown: "Algo que solo una app más nueva puede mostrar",
    call: "Llamada",
    invitation: "Invitación a un grupo",
  },
  files: {
    attach: "Adjuntar",
    download: "Descargar",
    downloadAnyway: "Descargar de todos modos",
    save: "Guardar",
    cancel: "Cancelar",
    cancelledByMe: "Cancelado por ti",
    states: {
      sending: "Subiendo…",
      sent: null,
      offered: null,
      wanted: "Descargando…",
      here: null,
      cancelled: "Cancelado por quien lo envió",
      deleted: "Eliminado de este dispositivo",
      unsupported: "Enviado de una forma antigua que aquí no se puede recibir",
    },
    link: {
      heading: "Un archivo para ti",
      lead: "Alguien te ha enviado un enlace a este archivo. Se descarga en tus notas privadas; nadie sabe tu nombre.",
      leadNew:
        "Alguien te ha enviado un enlace a este archivo. Se descifra en esta pestaña, donde puedes guardarlo. Sin cuenta, y nadie sabe tu nombre.",
      hosts: (hosts: readonly string[]) => `Está, cifrado, en ${hosts.join(", ")}.`,
      guest: "Invitado",
      send: "Enviar un archivo por enlace",
      sendMeans:
        "Sube un archivo de hasta 1 GB, cifrado, y obtén un enlace. Quien tenga el enlace puede descargarlo durante dos días, con cualquier navegador.",
      choose: "Elegir un archivo",
      show: "Mostrar enlace",
      label: "Enlace al archivo",
      shareHint: "Quien tenga el enlace tiene el archivo. Elimina su mensaje en tus notas para retirarlo.",
    },
    until: (when: string) => `En sus servidores hasta el ${when}`,
    sentUntil: (when: string) => `Se puede descargar hasta el ${when}`,
    over: "Los servidores guardan los archivos dos días, así que seguramente ya no está.",
    unapproved: (hosts: readonly string[]) =>
      `Este archivo está en servidores que ni tú ni tus operadores habéis elegido: ${hosts.join(", ")}. Verían de dónde viene la petición.`,
    problems: {
      EXPIRED: "Este archivo ya no está en sus servidores: guardan los archivos dos días.",
      GONE: "Este archivo ya no está en su servidor.",
      DAMAGED: "Este archivo no es el que describió quien lo envió. Pídelo de nuevo.",
      BLOCKED: "El operador del servidor ha bloqueado este archivo.",
      NO_ROOM:
        "No hay sitio para este archivo en este dispositivo. Elimina antes otros archivos, en Ajustes, Archivos y almacenamiento.",
      FORBIDDEN: "Tus ajustes de red no permiten los servidores de este archivo.",
      SERVER: "Un servidor rechazó este archivo. Inténtalo más tarde.",
    },
  },
  words: {
    secret: "Mostrar el texto oculto",
    secretShown: (words: string) => `Ocultar: ${words}`,
    via: (host: string | null) => (host === null ? "por un servidor conocido" : `por ${host}`),
    simplex: {
      invitation: "Invitación SimpleX de un solo uso",
      contact: "Dirección de contacto SimpleX",
      group: "Enlace de grupo SimpleX",
      channel: "Enlace de canal SimpleX",
      relay: "Enlace de relay SimpleX",
    },
  },
}
