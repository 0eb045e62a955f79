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
    files: "Archivos y almacenamiento",
    messages: "Mensajes",
    servers: "Servidores",
    network: "Red",
    notices: "Notificaciones",
    look: "Apariencia",
    about: "Acerca de",
  },
  means: {
    lock: "Cuándo se bloquean tus chats y qué los abre",
    backup: "Un archivo cifrado con todo",
    data: "Lo que hay en este dispositivo",
    files: "Lo que llega por sí solo y el espacio que ocupa",
    messages: "Los enlaces en ellos y el camino que toman",
    servers: "Quién lleva tus mensajes",
    network: "Qué camino toman tus mensajes, quién ve qué",
    notices: "De qué se te avisa cuando no miras",
    look: "Idioma, tema, colores, fondo y tamaño del texto",
    about: "Versión, y cómo comprobar lo que se ejecuta aquí",
  },
  messages: {
    cleanLinks: "Quitar el rastreo de los enlaces",
    cleanLinksMeans:
      "Los enlaces que envías no llevan parámetros que digan a las páginas quién los pasó. Cuando abres un enlace así, se te pregunta.",
    showProxied: "Mostrar el enrutamiento privado",
    showProxiedMeans: "Marca tus mensajes que pasaron por otro servidor, que oculta dónde estás.",
  },
  files: {
    itself: "Se descarga por sí solo",
    itselfMeans: "Los medios pequeños llegan con su mensaje. Todo lo demás espera hasta que lo pidas.",
    images: "Imágenes",
    imagesMeans: "Hasta 510 KB.",
    voice: "Mensajes de voz",
    voiceMeans: "Hasta 510 KB.",
    videos: "Vídeos",
    videosMeans: "Hasta 1 MB. Los más grandes se muestran como imagen hasta que los descargas.",
    servers: "Servidores de archivos",
    ask: "Preguntar antes de archivos de otros servidores",
    askMeans:
      "Quien envía elige los servidores de un archivo. A los que ni tú ni tus operadores elegisteis solo se les pide si aceptas: ven cuándo se recoge el archivo y desde qué puente.",
    storage: "Almacenamiento",
    none: "No hay archivos en este dispositivo.",
    use: (size: string, files: number) =>
      `${count({ one: "# archivo ocupa", other: "# archivos ocupan" }, files)} ${size} en este dispositivo.`,
    otherProfiles: "Eso incluye archivos de tus otros perfiles.",
    free: (size: string) => `Queda sitio para ${size}.`,
    inMemory: (size: string) =>
      `En una sesión privada los archivos están en la memoria de esta pestaña. Queda sitio para ${size}; mientras se recibe, un archivo ocupa el doble de su tamaño.`,
    ofChat: (size: string, files: number) => `${count({ one: "# archivo", other: "# archivos" }, files)}, ${size}`,
    deleteOf: (name: string) => `Eliminar los archivos de ${name}`,
    delete: "Eliminar archivos",
    deleteAll: "Eliminar todos los archivos",
    deleteHeading: (name: string) => `¿Eliminar los archivos de ${name}?`,
    deleteAllHeading: "¿Eliminar todos los archivos?",
    deleteMeans: "Se eliminan de este dispositivo. Los mensajes se quedan, y tus contactos conservan sus copias.",
    fromServers: "Retirar también lo que envié",
    fromServersMeans: "Quien aún no haya descargado un archivo tuyo ya no podrá.",
    confirm: "Eliminar",
    cancel: "Cancelar",
    deleted: "Los archivos se eliminaron.",
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
    links: "Tus enlaces",
    linksMeans:
      "En qué forma se muestran tus enlaces de un solo uso y tu dirección. Puedes elegir otra en cada enlace. Sea cual sea la forma, ningún servidor sabe de quién es un enlace: eso está tras el # y nunca se envía.",
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
  bridge: {
    heading: "Puente",
    lead: "El programa que hace las conexiones. Quien lo maneja ve tu dirección en internet, qué servidores usas, cuándo y cuántos bloques; nunca lo que contienen. Con otro puente, el anfitrión de esta página solo ve que recoges la página.",
    ofHost: (host: string) => `En uso: el puente del anfitrión de esta página, ${host}.`,
    other: (host: string) => `En uso: ${host}, solo en este dispositivo.`,
    none: "El anfitrión de esta página no permite otro puente. Quien la aloja puede cambiarlo.",
    address: "Dirección de otro puente",
    these: (hosts: readonly string[]) => `El anfitrión de esta página permite: ${hosts.join(", ")}.`,
    any: "El anfitrión de esta página permite cualquiera. El otro puente tiene que admitir esta página.",
    use: "Usar este puente",
    back: "Usar el puente del anfitrión",
  },
  notices: {
    lead: "Se te avisa mientras esta página está abierta, también en segundo plano. Un navegador no puede despertar una página cerrada: ningún servidor sabe que un mensaje es para ti.",
    privateLead: "Se te avisa hasta que termine esta sesión.",
    show: "Mostrar en una notificación",
    modes: { off: "Nada", hidden: "Que hay algo", contact: "Quién escribió", message: "Quién y qué" },
    modesMean: {
      off: "El número de mensajes sin leer está en el título y en el icono, en lo que pueda el navegador.",
      hidden: "«Mensaje nuevo», sin nombre. Lo mejor donde otros ven tu pantalla.",
      contact: "El nombre, y que escribió o quiere conectar.",
      message:
        "El nombre y el principio del mensaje. Tu sistema lo muestra, quizá en la pantalla bloqueada, y algunos lo guardan.",
    },
    ask: "Permitir notificaciones",
    notAsked: "El navegador tiene que permitirlo una vez.",
    denied: "El navegador no permite notificaciones de esta página. Cámbialo en sus ajustes para este sitio.",
    unsupported: "Este navegador no puede mostrar notificaciones.",
    sound: "Sonido",
    soundMeans: "Un sonido corto con cada notificación. No con chats silenciados.",
    soundTry: "Escucharlo",
    previews: "Últimos mensajes en la lista",
    previewsMean: "Sin ellos la lista muestra solo nombres.",
    muted: "Los chats y perfiles silenciados no avisan de nada. Silencia un chat en la página de su contacto.",
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
