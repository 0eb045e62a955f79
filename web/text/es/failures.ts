/** Spanish; see ../README.md. The same keys as ../en/failures.ts. */
import type { Words } from "../catalogue.ts"
import type { failures as en } from "../en/failures.ts"

export const failures: Words<typeof en> = {
  BAD_BACKUP: "Esto no es una copia de seguridad de Unlisted, o está dañada. No se ha cambiado nada.",
  NEWER_BACKUP: "Esta copia la hizo una versión más nueva de Unlisted. Actualiza primero esta. No se ha cambiado nada.",
  NEWER_STORE:
    "Tus chats se abrieron por última vez con una versión más nueva de Unlisted, y esta página es más antigua. Pulsa «Actualizar» donde se ofrezca, o recarga la página. Si eso no sirve, vuelve cuando su anfitrión tenga la nueva versión. No se ha cambiado nada.",
  CARRY_GONE:
    "Los chats a los que lleva este enlace ya no están: se guardan dos días. Crea un enlace nuevo donde están.",
  CANCELLED: "Se canceló. No se ha cambiado nada.",
  BLOCKED_SPAM: "El operador del servidor ha bloqueado esto por spam.",
  BLOCKED_CONTENT: "El operador del servidor ha bloqueado esto por el uso que se le daba.",
  LAST_PROFILE: "Este es tu único perfil. Crea otro primero.",
  INCOGNITO_REFUSED:
    "Tu dirección muestra tu perfil a todos los que la abren, así que un nombre al azar no ocultaría nada.",
  SERVER_OLD:
    "El servidor es demasiado antiguo para usarlo con seguridad desde un navegador. Pide un enlace en otro servidor.",
  SERVER_IDENTITY: "El servidor no es el que debería ser, así que no se envió nada. Prueba con otra red.",
  EXPIRED:
    "No se pudo llegar al servidor durante días, así que se abandonó. Inténtalo otra vez cuando tengas conexión.",
  QUOTA: "Tu contacto aún no ha recibido tus mensajes anteriores, y el servidor no guarda más.",
  NOT_ALLOWED: "Esto no se puede hacer, o ya no.",
  NO_ROOM: "No hay sitio para este archivo en este dispositivo.",
  TOO_LARGE: "Este mensaje es demasiado largo. Envíalo en varias partes.",
  FILE_TOO_LARGE: "Este archivo ocupa más de 1 GB. Envíalo en varias partes.",
  NOT_FOUND: "Esto ya no está.",
  BAD_SERVER: "Esto no es la dirección de un servidor, o le falta una parte. Empieza por smp:// o xftp://.",
  BAD_BRIDGE: "Esto no es la dirección de un puente. Empieza por wss:// y nombra su host.",
  BRIDGE_REFUSED: "El anfitrión de esta página no le permite usar ese puente. No se ha cambiado nada.",
  BRIDGE_SILENT: "Allí no responde ningún puente, o no admite esta página. No se ha cambiado nada.",
  SERVER_KNOWN: "Este servidor ya está en tu lista.",
  LAST_SERVER: "Al menos un servidor tiene que estar activado, para recibir y para enviar en privado.",
  CONDITIONS: "Lee y acepta primero las condiciones de los operadores de los servidores.",
  SERVER_PASSWORD: "Este servidor es para quienes conocen su contraseña. Revisa la contraseña en su dirección.",
  SERVER_FORBIDDEN: "El anfitrión de esta página no permite conexiones a este servidor.",
  SERVER_UNREACHABLE: "Nada responde en esta dirección. Revísala, y que el servidor esté en marcha.",
  SERVER_FULL: "Este servidor no tiene sitio para archivos ahora. Inténtalo más tarde o usa otro.",
  SERVER_BROKEN: "Lo que responde en esta dirección no es un servidor de este tipo, o no funciona como tal.",
}
