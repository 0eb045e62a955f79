/** Spanish; see ../README.md. The same keys as ../en/own.ts. */
import type { Words } from "../catalogue.ts"
import type { own as en } from "../en/own.ts"
import { plural } from "../plural.ts"

const count = plural("es")

export const own: Words<typeof en> = {
  search: {
    label: "Buscar un perfil",
    means: "Un perfil oculto aparece cuando escribes aquí su contraseña.",
    none: "Ningún perfil tiene ese nombre.",
    found: (n: number) => count({ one: "# perfil", other: "# perfiles" }, n),
  },
  row: {
    actions: (name: string) => `Acciones para ${name}`,
    muted: "silenciado",
    hidden: "oculto",
    mute: "Silenciar",
    unmute: "Dejar de silenciar",
    hide: "Ocultar perfil",
    unhide: "Mostrar perfil",
    delete: "Eliminar perfil",
    read: "Marcar todo como leído",
  },
  muting: {
    heading: (name: string) => `${name} está silenciado`,
    means: "Sigues recibiendo mensajes en este perfil. Solo se anuncian mientras se muestra.",
    done: "OK",
  },
  hiding: {
    heading: (name: string) => `Ocultar ${name}`,
    lead: "Nadie ve aquí un perfil oculto: no está en ninguna lista, ninguna cuenta ni ninguna búsqueda, y nada de lo que recibe se anuncia. Sigue recibiendo.",
    back: "Para volver a verlo, escribe su contraseña donde buscas un perfil.",
    warning: "Sin la contraseña nadie puede abrirlo, y nadie puede recuperarla por ti.",
    password: "Contraseña de este perfil",
    repeat: "Repetir contraseña",
    different: "Las dos contraseñas no son iguales.",
    empty: "Escribe una contraseña.",
    confirm: "Ocultar perfil",
    last: "Este es el único perfil que se ve. Añade otro primero.",
  },
  unhiding: {
    heading: (name: string) => `¿Mostrar ${name}?`,
    means: "Todos los que abran tus chats lo verán de nuevo.",
    confirm: "Mostrar perfil",
  },
  password: { label: "Contraseña de este perfil", wrong: "Esta no es la contraseña de este perfil." },
  deleting: {
    heading: (name: string) => `¿Eliminar el perfil ${name}?`,
    means: "Todos sus chats y mensajes se eliminan de este dispositivo. No se puede deshacer.",
    queues: "Eliminar también sus conexiones en los servidores",
    queuesMeans:
      "Tus contactos sabrán que sus mensajes ya no llegan. Si no, los servidores guardan lo que envían hasta que caduque.",
    next: "Nombre de tu próximo perfil",
    nextMeans: "Este es el único perfil que se ve, así que uno nuevo ocupa su lugar.",
    confirm: "Eliminar perfil",
  },
  preferences: {
    open: "Preferencias de chat",
    heading: "Preferencias de chat",
    lead: "Lo que permites a tus contactos. Para cada contacto puedes elegir otra cosa en sus ajustes.",
    told: "Se avisa a tus contactos cuando cambias esto, salvo a quienes te conocen por un nombre al azar.",
    means: {
      timedMessages: "Los mensajes de un chat desaparecen tras un tiempo que acordáis.",
      fullDelete: "Los mensajes que elimina quien los envió desaparecen sin rastro, no solo marcados como eliminados.",
      reactions: "Emojis en los mensajes.",
      voice: "Mensajes de voz grabados.",
      calls: "Si los contactos pueden llamarte.",
    },
    allow: {
      always: "Siempre: para ellos, aunque no me lo permitan a mí",
      yes: "Sí: si mi contacto también lo permite",
      no: "No",
    },
    life: "En chats nuevos los mensajes desaparecen tras",
    lifeMeans: "Para chats que empieces desde ahora. Si los dos habéis puesto un tiempo, cuenta el más largo.",
    off: "desactivado",
  },
  receipts: {
    heading: "Confirmaciones de entrega",
    label: "Enviar confirmaciones de entrega",
    means:
      "Tus contactos ven una segunda marca cuando su mensaje llegó. Nadie ve nunca si escribes o si estás en línea.",
    headingOn: "¿Enviar confirmaciones de entrega?",
    headingOff: "¿Dejar de enviar confirmaciones?",
    overrides: (n: number) =>
      count({ one: "En # chat has elegido otra cosa.", other: "En # chats has elegido otra cosa." }, n),
    keepOn: "Activar y conservar esas elecciones",
    keepOff: "Desactivar y conservar esas elecciones",
    allOn: "Activar en todos los chats",
    allOff: "Desactivar en todos los chats",
  },
  retention: {
    heading: "Eliminación automática de mensajes",
    label: "Eliminar mensajes tras",
    means:
      "Los mensajes antiguos y sus archivos se eliminan de este dispositivo, en todos los chats de este perfil. Tus contactos conservan los suyos.",
    chatMeans: "Solo en este dispositivo: tu contacto conserva sus mensajes.",
    never: "nunca",
    day: "1 día",
    week: "1 semana",
    month: "1 mes",
    year: "1 año",
    custom: "otro tiempo…",
    default: (time: string) => `como en tu perfil (${time})`,
    amount: "Número",
    unit: "Unidad",
    units: { day: "días", week: "semanas", month: "meses" },
    wrong: "Escribe un número entero, de 54 semanas como máximo.",
    use: "Elegir este tiempo",
    asking: (time: string) => `¿Eliminar mensajes tras ${time}?`,
    now: (n: number) =>
      count(
        {
          one: "# mensaje es más antiguo y se elimina enseguida. No se puede deshacer.",
          other: "# mensajes son más antiguos y se eliminan enseguida. No se puede deshacer.",
        },
        n,
      ),
    none: "Ningún mensaje es tan antiguo ahora. Desde entonces los mensajes se eliminan cuando lo son.",
    confirm: "Eliminar mensajes antiguos",
    enable: "Activar",
  },
  crop: {
    heading: "Elegir la parte que se muestra",
    label: "Parte de la imagen",
    means: "Arrastra la imagen o usa las flechas. Más y menos cambian su tamaño.",
    size: "Tamaño",
    use: "Usar imagen",
    describe: (percent: number, x: number, y: number) => `${percent} %, ${x} % desde la izquierda, ${y} % desde arriba`,
  },
  bio: {
    left: (n: number) => count({ one: "Queda # carácter", other: "Quedan # caracteres" }, n),
    long: "Es demasiado largo: las apps muestran 160 caracteres, menos si no son letras latinas.",
  },
  as: {
    label: "Conectar como",
    links: "Este enlace es de",
    incognito: "un nombre al azar (incógnito)",
    means: "Quien se conecta ve este nombre. Otro perfil recibe otro enlace: este deja entonces de funcionar.",
    meansPrepared: "Aún no se ha enviado nada: elige a quién verán.",
  },
}
