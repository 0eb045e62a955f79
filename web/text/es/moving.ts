/** Spanish; see ../README.md. The same keys as ../en/moving.ts. */
import type { Words } from "../catalogue.ts"
import type { moving as en } from "../en/moving.ts"

export const moving: Words<typeof en> = {
  carry: {
    out: "Pasar a otro navegador",
    outLead:
      "Tus chats continúan en otro navegador o en tu teléfono, y se detienen aquí. Recibes un enlace, también como código para escanear.",
    outMeans:
      "Todo se cifra aquí y se pone dos días en tus servidores de archivos. Ellos ven trozos de tamaños habituales, no qué son. La clave está solo en el enlace: quien tenga el enlace puede tener tus chats.",
    make: "Crear un enlace para pasar",
    making: "Preparando el traslado…",
    makingLead: "Tus chats se cifran y se ponen en servidores de archivos. No se recibe nada hasta que termine.",
    done: "Abre este enlace en el otro dispositivo",
    doneLead:
      "Escanea el código con la cámara de tu teléfono o abre el enlace en el otro navegador. Funciona dos días.",
    secret: "No lo muestres ni lo envíes a nadie: quien lo abra tiene tus chats.",
    link: "Enlace a tus chats",
    finish: "Mis chats están allí: eliminarlos aquí",
    finishMeans: "Elige esto cuando veas tus chats en el otro dispositivo.",
    finishAsk:
      "Asegúrate de que ves tus chats en el otro dispositivo. Se elimina todo lo que se guarda en este navegador.",
    goOnMeans: "Elige esto si has cambiado de idea: el enlace deja de funcionar y todo continúa aquí.",
    heading: "Tus chats continúan aquí",
    lead: "Este enlace trae chats de otro dispositivo. Continúan en este navegador y no deben continuar donde estaban.",
    bring: "Traer mis chats aquí",
    fetching: "Recogiendo y descifrando tus chats…",
    hindered: "Este enlace no se puede usar aquí",
    taken:
      "Ya hay chats en este navegador. Abre el enlace en otro navegador, o elimina primero lo que hay aquí. El enlace sirve dos días.",
    kiosk: "Este es un ordenador compartido, donde no se puede guardar nada. Abre el enlace en un dispositivo tuyo.",
  },

  backup: {
    heading: "Archivo de copia",
    lead: "Tus perfiles, contactos y mensajes, con sus claves, en un archivo en el formato abierto age. Quien tenga el archivo y su frase tiene tus chats: nadie más puede leerlo, nosotros tampoco.",
    once: "Úsalo en un solo lugar. Después de hacer la copia, esta se detiene hasta que digas que continúa aquí: dos copias de un perfil pierden mensajes.",
    part: "Qué",
    all: "Todos los perfiles",
    by: "Protegida con",
    byPassphrase: "Frase de contraseña",
    byKey: "Clave de recuperación",
    passphrase: "Frase de la copia",
    repeat: "Repetir la frase de la copia",
    hint: "Puede ser distinta de la que abre tus chats aquí.",
    keyLead:
      "Una clave de 77 caracteres abre la copia, y nada más. Guárdala donde no esté el archivo. También resiste a ordenadores cuánticos.",
    makeKey: "Crear una clave de recuperación",
    key: "Clave de recuperación",
    copy: "Copiar clave",
    copied: "Copiada",
    kept: "He guardado la clave en un lugar seguro",
    make: "Hacer copia de seguridad",
    making: "Cifrando todo. No se recibe nada hasta que termine.",
    again: "Guardar el archivo otra vez",
  },

  restore: {
    open: "Restaurar una copia de seguridad",
    heading: "Restaurar una copia de seguridad",
    lead: "Tus chats continúan aquí. No continúes con ellos donde se hizo la copia.",
    file: "Elegir el archivo",
    chosen: (name: string) => `Archivo: ${name}`,
    none: "Elige primero la copia.",
    by: "Protegida con",
    passphrase: "Frase de la copia",
    key: "Clave de recuperación",
    wrongKey: "Esta clave no abre esta copia. Copia la clave entera, empieza por AGE-SECRET-KEY.",
    wrongPassphrase: "Esta frase no abre esta copia.",
    newLead: "Elige la frase de contraseña que abrirá tus chats en este navegador a partir de ahora.",
    restore: "Restaurar",
    back: "Volver",
  },

  data: {
    lead: "Todo está en este dispositivo, cifrado. Los servidores solo tienen los mensajes que aún no se han recogido.",
    privateLead: "Esta es una sesión privada: está en la memoria de esta pestaña y en ningún otro sitio.",
    used: (size: string) => `Esta página ocupa aquí ${size}.`,
    unknown: "Este navegador no dice cuánto espacio se usa.",
    persisted: "El navegador lo guarda hasta que lo elimines.",
    notPersisted: "El navegador puede eliminarlo cuando falte espacio.",
    persist: "Pedir al navegador que lo guarde",
    refused: "El navegador no aceptó. Suele aceptar con páginas instaladas o que se usan a menudo.",
    destroy: "Eliminar todo aquí",
    destroyMeans:
      "Elimina todos los perfiles, contactos y mensajes de este dispositivo. A tus contactos no se les avisa, y conservan lo que escribiste. Una copia de seguridad puede devolverlo.",
    destroyHeading: "¿Eliminar todo lo que se guarda aquí?",
    destroyConfirm: "Eliminar todo",
    cancel: "Cancelar",
  },
}
