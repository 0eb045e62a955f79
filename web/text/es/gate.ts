/** Spanish; see ../README.md. The same keys as ../en/gate.ts. */
import type { Words } from "../catalogue.ts"
import type { gate as en } from "../en/gate.ts"
import { number, plural } from "../plural.ts"

const count = plural("es")

export const gate: Words<typeof en> = {
  product: "Unlisted",

  welcome: {
    heading: "Chats privados. Sin cuenta.",
    lead: "Habla, cifrado de extremo a extremo, con cualquiera que use Unlisted o una app de SimpleX.",
    name: "Nombre visible",
    namePlaceholder: "Cómo te verán los demás",
    start: "Empezar a chatear",
    startMeans: "No se guarda nada: tus chats terminan cuando cierras esta pestaña.",
    keep: "Conservar mis chats",
    keepMeans: "Guardados solo en este dispositivo, cifrados con una frase de contraseña.",
    back: "Volver",
    restore: "Restaurar una copia de seguridad",
    servers: "Los mensajes viajan por servidores de SimpleX Chat y Flux. Al empezar aceptas sus",
    conditions: "condiciones de uso",
  },
  keep: {
    heading: "Conservar mis chats",
    lead: "Tus chats se quedan en este dispositivo, cifrados con una frase de contraseña que solo tú conoces.",
    passphrase: "Frase de contraseña",
    repeat: "Repetir la frase de contraseña",
    hint: "Unas pocas palabras sin relación son fáciles de recordar y difíciles de adivinar. Nadie puede recuperarla por ti.",
    create: "Crear perfil",
    different: "Las dos frases de contraseña no son iguales.",
    show: "Mostrar",
    hide: "Ocultar",
  },
  locked: {
    heading: "Hola de nuevo",
    lead: "Escribe tu frase de contraseña para abrir tus chats.",
    invited: "Desbloquea primero y luego podrás responder a la invitación.",
    fileSent: "Desbloquea primero y luego podrás obtener el archivo.",
    unlock: "Desbloquear",
    passkey: "Desbloquear con una llave de acceso",
    passkeyProblem: {
      CANCELLED: "No se usó la llave de acceso. Inténtalo otra vez o escribe tu frase de contraseña.",
      UNSUPPORTED: "Este navegador o llave de acceso no puede abrir tus chats. Escribe tu frase de contraseña.",
      WRONG: "Esta llave de acceso no abre estos chats. Escribe tu frase de contraseña.",
    },
    forgotten: "¿La has olvidado?",
    forgottenMeans:
      "Nadie puede restablecerla. Para empezar de nuevo, elimina lo que se guarda aquí; tus chats en este dispositivo se pierden entonces.",
    delete: "Eliminar todo aquí",
    deleteHeading: "¿Eliminar todo lo que se guarda aquí?",
    deleteMeans:
      "Todos los perfiles, contactos y mensajes se eliminan de este dispositivo. Una copia de seguridad puede devolverlos.",
    again: (seconds: number) =>
      count(
        {
          one: "Fue incorrecta varias veces. Inténtalo otra vez en # segundo.",
          other: "Fue incorrecta varias veces. Inténtalo otra vez en # segundos.",
        },
        seconds,
      ),
  },
  elsewhere: {
    heading: "Abierto en otra pestaña",
    lead: "Tus chats solo pueden estar abiertos en una pestaña a la vez. Continúa aquí y la otra pestaña los cierra.",
    use: "Usar aquí",
    taken: "Este perfil se usa en otro lugar y los mensajes llegan allí.",
  },
  private: {
    note: "Sesión privada: no se guarda nada",
    end: "Terminar sesión",
    move: "Pasar a mi teléfono",
    moveHeading: "¿Pasar estos chats a otro dispositivo?",
    moveMeans:
      "Continúan allí y se detienen aquí. Se cifran y se ponen dos días en servidores de archivos; aparece un código que escanea tu teléfono. Allí eliges una frase de contraseña.",
    moveConfirm: "Mostrar el código",
    endHeading: "¿Terminar esta sesión?",
    endMeans: "Todos los chats de esta sesión desaparecen para siempre. Tus contactos conservan lo que les escribiste.",
  },
  kiosk: {
    lead: (seconds: number) =>
      `Este es un ordenador compartido. No se guarda nada y tus chats terminan tras ${number(seconds)} segundos sin actividad.`,
    startMeans: "No se guarda nada: tus chats terminan cuando terminas la sesión o te vas.",
    noSave: "En este ordenador no se pueden guardar archivos.",
    ending: (seconds: number) =>
      `Esta sesión termina en ${number(seconds)} segundos. Pulsa cualquier tecla para quedarte.`,
    left: (seconds: number) =>
      count(
        {
          one: "segundo hasta que termine esta sesión. Toca la pantalla o pulsa cualquier tecla para quedarte.",
          other: "segundos hasta que termine esta sesión. Toca la pantalla o pulsa cualquier tecla para quedarte.",
        },
        seconds,
      ),
  },
  broken: {
    heading: "Algo ha salido mal",
    lead: "La parte de esta página que guarda tus chats se ha detenido. No se ha cambiado nada. Recarga la página para continuar.",
    reload: "Recargar",
  },
  starting: "Abriendo…",

  invited: {
    heading: (name: string | undefined) => (name ? `${name} te invita a chatear` : "Te invitan a chatear"),
    looking: "Mirando quién es…",
    leadNew: "Elige un nombre para mostrar y conéctate. Sin cuenta, nada que instalar.",
    lead: "Verá tu nombre cuando te conectes.",
    connect: "Conectar",
    connectMeans: "Conecta enseguida. No se guarda nada: el chat termina cuando cierras esta pestaña.",
    notNow: "Ahora no",
    inApp: "Abrir en la app de SimpleX",
    own: {
      heading: "Este es tu propio enlace",
      lead: "Envíalo a alguien con quien quieras hablar. Quien lo abra primero podrá conectarse.",
    },
    ownAddress: {
      heading: "Esta es tu propia dirección",
      lead: "Dásela a las personas con quienes quieras hablar. Quien la abra puede pedirte conectar.",
    },
    known: { heading: "Ya conoces este enlace", lead: "Es de un chat que ya tienes." },
    open: "Abrir chat",
    close: "Cerrar",
    unusable: "Este enlace no funciona",
  },
  asking: {
    heading: (name: string | undefined) => (name ? `Conectar con ${name}` : "Pedir conectar"),
    leadNew:
      "Esta es la dirección SimpleX de alguien. Elige un nombre para mostrar y envía una solicitud: la aceptará o la rechazará.",
    lead: "Esta es una dirección SimpleX. Verá tu nombre y aceptará o rechazará tu solicitud.",
    connectMeans: "Envía tu solicitud. No se guarda nada: deja abierta esta pestaña hasta que la acepten.",
  },
  unsupported: {
    invitation: "Esta invitación es de un tipo que Unlisted aún no puede abrir.",
    contact: "Esta dirección SimpleX es de un tipo que Unlisted aún no puede abrir.",
    group: "Este es un enlace a un grupo. Unlisted aún no puede unirse a grupos.",
    channel: "Este es un enlace a un canal. Unlisted aún no puede unirse a canales.",
    file: "Este es un enlace a un archivo. Unlisted no puede abrirlo.",
    relay: "Este es un enlace a un relay, no a una persona.",
  },
  unsupportedHeading: "Aquí aún no es posible",
  unsupportedAdvice: "Ábrelo en la app de SimpleX, o pide un enlace de un solo uso o una dirección.",
  language: "Idioma",
  scan: {
    heading: "Escanear código QR",
    lead: "Apunta con la cámara al código.",
    starting: "Iniciando la cámara…",
    noCamera: "No se puede usar la cámara. Permítela en el navegador, elige una imagen del código o pega el enlace.",
    image: "Elegir una imagen",
    notFound: "No se encontró ningún código QR en esta imagen. Prueba con una más nítida o recorta el código.",
    notLink: "Este código QR no es un enlace de SimpleX.",
    close: "Cerrar",
  },

  remove: {
    action: "Quitar chat",
    heading: (name: string) => `¿Quitar el chat con ${name}?`,
    headingLink: "¿Quitar este enlace?",
    means: "Sus mensajes se eliminan de este dispositivo y ya no podréis escribiros aquí.",
    meansLink: "Nadie podrá usarlo.",
    confirm: "Quitar",
    cancel: "Cancelar",
  },

  failures: {
    BAD_LINK: "Esto no es un enlace de SimpleX, o le falta una parte. Copia el enlace entero e inténtalo otra vez.",
    LINK_UNSUPPORTED: "Unlisted aún no puede abrir este tipo de enlace. Pide un enlace de un solo uso o una dirección.",
    TOO_SOON: "Fue incorrecta varias veces. Espera un poco antes de volver a intentarlo.",
    LINK_USED:
      "Este enlace se eliminó o ya se usó: un enlace de un solo uso sirve solo para una persona. Pide uno nuevo.",
    OWN_LINK: "Este es tu propio enlace. Envíalo a otra persona.",
    BAD_NAME:
      "Escribe un nombre que empiece por una letra o una cifra, de 50 caracteres como máximo. Puede ser cualquiera.",
    BAD_PASSPHRASE: "Esta frase de contraseña no puede proteger tus chats. Elige otra, con unas palabras más.",
    WRONG_PASSPHRASE: "Esta no es la frase de contraseña. Revisa las mayúsculas e inténtalo otra vez.",
    NETWORK: "No se puede llegar al servidor. Revisa tu conexión e inténtalo otra vez.",
    TIMEOUT: "El servidor tardó demasiado en responder. Inténtalo otra vez.",
    AUTH: "El servidor se negó. Quizá el enlace se usó o se eliminó: pide uno nuevo.",
    PEER_OLD: "La otra app es demasiado antigua. Pide que la actualicen y te envíen un enlace nuevo.",
    STORE: "Tu navegador no pudo guardar esto. No se ha cambiado nada. Libera espacio e inténtalo otra vez.",
    NO_STORAGE: "Esta ventana del navegador no puede guardar nada. Chatea sin guardar, o usa una ventana normal.",
    ELSEWHERE: "Tus chats están abiertos en otra pestaña. Ve allí o recarga esta página.",
    INTERNAL: "Algo salió mal que no debería. Inténtalo otra vez o recarga la página.",
  },
}
