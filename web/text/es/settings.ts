/** Spanish; see ../README.md. The same keys as ../en/settings.ts. */
import type { OperatorId, ServerProtocol } from "../../../worker/api.ts"
import type { Settings } from "../../state/settings.ts"
import type { Words } from "../catalogue.ts"
import type { settings as en } from "../en/settings.ts"
import { number, plural, unit } from "../plural.ts"

const count = plural("es")

const timeOf = (minutes: Settings["lockAfter"]) =>
  minutes === 0 ? "Desactivado" : minutes === 60 ? unit("hour", 1) : unit("minute", minutes)

export const settings: Words<typeof en> = {
  heading: "Ajustes",
  back: "Volver a los chats",
  backToSettings: "Volver a los ajustes",
  sections: {
    lock: "Privacidad y bloqueo",
    backup: "Copia de seguridad",
    data: "Tus datos",
    servers: "Servidores",
    network: "Red",
    look: "Apariencia",
    about: "Acerca de",
  },
  means: {
    lock: "Cuándo se bloquean tus chats y qué los abre",
    backup: "Un archivo cifrado con todo",
    data: "Lo que hay en este dispositivo",
    servers: "Quién lleva tus mensajes",
    network: "Qué camino toman tus mensajes, quién ve qué",
    look: "Tema, color y tamaño del texto",
    about: "Versión, y cómo comprobar lo que se ejecuta aquí",
  },

  private: {
    keepLead:
      "Tus chats siguen como están, guardados solo en este dispositivo, cifrados con una frase de contraseña que solo tú conoces.",
  },

  lock: {
    now: "Bloquear ahora",
    nowMeans:
      "Detiene la parte de la página que tiene tus claves. Mientras está bloqueada no se recibe nada: los mensajes esperan en sus servidores.",
    auto: "Bloquear automáticamente",
    after: "Sin actividad tras",
    hidden: "Con la página oculta tras",
    time: timeOf,
    autoMeans: "Quien se siente aquí después necesitará tu frase de contraseña.",
    blur: "Difuminar cuando otra ventana está delante",
    blurMeans: "Oculta lo que hay en pantalla a quien pasa. No impide las capturas de pantalla.",
    privateMeans:
      "Una sesión privada no se puede bloquear: lo que no se guarda no se puede volver a abrir. Conserva tus chats o termínala.",
    change: "Cambiar la frase de contraseña",
    changeLead: "Tus chats siguen como están; solo cambia lo que los abre.",
    old: "Frase de contraseña actual",
    next: "Nueva frase de contraseña",
    repeat: "Repetir la nueva frase de contraseña",
    changed: "La frase de contraseña se cambió.",
    different: "Las dos frases de contraseña no son iguales.",
    destruct: "Frase de autodestrucción",
    destructLead:
      "Una segunda frase. Quien la escriba para desbloquear elimina todo lo que se guarda aquí y ve un perfil vacío con el nombre de abajo. Nada revela que existe, ni siquiera esta página.",
    destructPassphrase: "Frase de autodestrucción",
    destructName: "Nombre del perfil vacío",
    destructSet: "Establecer",
    destructRemove: "Quitarla",
    destructDone: "La frase de autodestrucción está establecida.",
    destructRemoved: "Ya no hay frase de autodestrucción.",
    destructSame: "Elige una de al menos 6 caracteres que no sea la que abre tus chats.",
  },

  passkeys: {
    heading: "Llaves de acceso",
    lead: "Desbloquea con tu huella, tu cara, un teléfono o una llave de seguridad en lugar de escribir la frase de contraseña, que sigue siendo válida. Quien pueda usar la llave de acceso puede abrir tus chats: la frase de autodestrucción no protege de eso.",
    hint: "La llave de acceso se llama Unlisted y no contiene nada sobre ti. Si tu navegador guarda las llaves de acceso en una nube, esa nube sabrá que usas esta página.",
    add: "Añadir una llave de acceso",
    added: "La llave de acceso ya abre tus chats.",
    remove: "Quitar",
    removed: "La llave de acceso ya no abre nada. Puedes eliminarla de donde se guardan tus llaves de acceso.",
    one: (onDevice: boolean, when: string) =>
      onDevice ? `En este dispositivo, añadida el ${when}` : `En un teléfono o llave de seguridad, añadida el ${when}`,
    unavailable:
      "Este navegador no puede abrir chats cifrados con llaves de acceso. Las versiones recientes de Chrome, Edge, Safari y Firefox pueden; tu frase de contraseña siempre funciona.",
    problem: {
      CANCELLED:
        "No se añadió ninguna llave de acceso: se canceló, tardó demasiado o este dispositivo ya tiene una aquí.",
      UNSUPPORTED:
        "Esta llave de acceso sirve para identificarse pero no para cifrar, así que no puede abrir tus chats. Prueba con otro dispositivo o llave de seguridad.",
    },
  },

  backup: {
    lead: "Tus perfiles, contactos y mensajes, con sus claves, en un archivo en el formato abierto age. Quien tenga el archivo y su frase tiene tus chats: nadie más puede leerlo, nosotros tampoco.",
    once: "Úsalo en un solo lugar. Después de hacer la copia, esta se detiene hasta que digas que continúa aquí: dos copias de un perfil pierden mensajes.",
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

  servers: {
    lead: "Un contacto o dirección nuevos se crean en uno de estos servidores, elegido al azar. Un servidor ve cuándo van y vienen bloques de igual tamaño, nunca qué contienen, quién eres ni para quién son. Los chats que tienes se quedan donde están.",
    smp: "Servidores de mensajes",
    xftp: "Servidores de archivos",
    operator: (id: OperatorId) => ({ simplex: "SimpleX Chat", flux: "Flux" })[id],
    source: { preset: "Predefinido", host: "Del anfitrión de esta página", own: "Tuyo" },
    use: (host: string) => `Usar ${host}`,
    useOperator: (name: string) => `Usar los servidores de ${name}`,
    conditions: "Condiciones de uso",
    accept: "Aceptar condiciones",
    accepted: "Has aceptado las condiciones.",
    test: "Probar",
    testOf: (host: string) => `Probar ${host}`,
    remove: "Quitar",
    removeOf: (host: string) => `Quitar ${host}`,
    works: "Funciona.",
    fails: (step: string) => `No funciona, paso: ${step}.`,
    steps: {
      connect: "conectar",
      create: "crear una cola",
      secure: "asegurarla",
      send: "enviar",
      receive: "recibir",
      delete: "eliminarla",
    },
    password: "con contraseña",
    none: (protocol: ServerProtocol) =>
      protocol === "smp"
        ? "Ningún servidor de mensajes está activado: nadie nuevo puede contactarte."
        : "Ningún servidor de archivos está activado.",
    noProxy: "No hay activado ningún servidor que pase tus mensajes en privado.",
    add: "Añadir un servidor",
    address: "Dirección del servidor",
    addressHint: "smp:// o xftp://, luego la huella, quizá una contraseña, y el host.",
    addButton: "Añadir servidor",
  },

  network: {
    lead: "Todas las conexiones pasan por el anfitrión de esta página, porque los navegadores no pueden hacerlas. Las lleva a tus servidores y ve tu dirección en internet, qué servidores usas, cuándo y cuántos bloques. No puede leerlos. Lo que ajustes aquí vale para todos tus perfiles.",
    routing: "Enrutamiento privado de mensajes",
    routingMeans:
      "Los mensajes van primero a uno de tus servidores, que los pasa. Así el servidor de tu contacto no sabe qué conexiones son tuyas, y el tuyo no sabe para qué cola es un mensaje.",
    use: "Usarlo para",
    routings: { always: "Todos los servidores", unknown: "Servidores que no uso", never: "Ningún servidor" },
    fallback: "Si ninguno puede pasar un mensaje",
    fallbacks: { allow: "Enviarlo directamente", prohibit: "No enviarlo" },
    fallbackMeans:
      "Enviado directamente, un mensaje sigue cifrado de extremo a extremo, y el servidor de tu contacto no ve tu dirección: la conexión la hace el anfitrión de esta página.",
    tor: "Tor",
    torMeans:
      "Que el anfitrión de esta página se conecte por Tor depende de él. Si lo hace, esto decide qué puede compartir un camino. Para ocultar tu propia dirección al anfitrión, abre esta página en Tor Browser.",
    isolation: "Un camino propio para cada",
    isolations: { profile: "Perfil", session: "Inicio", server: "Servidor", connection: "Contacto" },
    isolationMeans: "Cuanto más fino, menos puede saber un servidor qué va junto, y más conexiones hay.",
    onion: "Direcciones onion de los servidores",
    onions: { never: "Nunca", prefer: "Si hay una", required: "Solo estas" },
    inUse: "Servidores en uso",
    state: {
      online: "Conectado.",
      connecting: "Conectando…",
      offline: "Sin conexión.",
      null: "Aún no hay nada a lo que conectarse.",
    },
    counts: (queues: number, received: number, sent: number) =>
      `${count({ one: "A la escucha para # chat.", other: "A la escucha para # chats." }, queues)} Recibidos: ${number(received)}, enviados: ${number(sent)}.`,
    elsewhere: (queues: number) => `${number(queues)} en uso en otro lugar: ¿está este perfil abierto dos veces?`,
    since: (when: string) => `Contado en este dispositivo desde el ${when}, solo para ti.`,
    reconnect: "Reconectar",
    reset: "Contar de nuevo",
    times: "Tiempos",
    timesMeans: "Más largos ayudan en redes lentas; más cortos avisan antes de que no se puede llegar a un servidor.",
    connectTimeout: "Dejar de intentar conectar tras",
    commandTimeout: "Dejar de esperar respuesta tras",
    ping: "Comprobar una conexión silenciosa cada",
    seconds: (seconds: number) => unit("second", seconds),
    minutes: (minutes: number) => unit("minute", minutes),
    noPing: "Nunca",
  },

  look: {
    lead: "Solo cómo lo ves tú. Se guarda con tus chats, también en las copias de seguridad.",
    privateLead: "Solo cómo lo ves tú, hasta que termine esta sesión.",
    language: "Idioma",
    languageBrowser: "Como el navegador",
    theme: "Tema",
    themes: { system: "Como el sistema", light: "Claro", dark: "Oscuro" },
    accent: "Color",
    accents: { petrol: "Petróleo", blue: "Azul", violet: "Violeta", rose: "Rosa", moss: "Musgo" },
    size: "Tamaño del texto",
    sizes: { small: "Pequeño", normal: "Normal", large: "Grande", larger: "Más grande" },
  },

  about: {
    version: (version: string) => `Unlisted ${version}`,
    lead: "Un mensajero para la red SimpleX que es una página web. Software libre, AGPL-3.0-or-later. Independiente de SimpleX Chat Ltd.",
    build: "Lo que se ejecuta aquí",
    checking: "Leyendo cada archivo de esta página…",
    hash: "Hash de esta versión",
    same: (files: number) => `Los ${number(files)} archivos que tiene tu navegador son los de la lista del anfitrión.`,
    differs: (files: readonly string[]) =>
      `Tu navegador tiene otros archivos que los de la lista del anfitrión: ${files.join(", ")}. Quizá espera una versión nueva; si no se acaba, no confíes en esta página.`,
    unavailable: "No se puede llegar al anfitrión, o no da una lista de archivos.",
    means:
      "Compara el hash con el que publican quienes hicieron esta versión, en otro sitio que aquí. Muestra que el anfitrión te da los mismos archivos que a todos los que comparan. No puede probar que sean buenos: una página cambiada por el anfitrión también podría mostrar un hash falso. Quien quiera estar seguro construye la página desde su código fuente, lo que da los mismos archivos byte por byte, y compara hashes.txt.",
    again: "Comprobar otra vez",
  },
}
