/** Spanish; see ../README.md. The same keys as ../en/network.ts. */
import type { OperatorId, ServerProtocol } from "../../../worker/api.ts"
import type { Words } from "../catalogue.ts"
import type { network as en } from "../en/network.ts"
import { number, plural, unit } from "../plural.ts"

const count = plural("es")

export const network: Words<typeof en> = {
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
      stopped: "Detenido.",
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
    stop: "Dejar de enviar y recibir",
    start: "Volver a enviar y recibir",
    stopMeans:
      "Detenida, esta página no se conecta a nada: los mensajes esperan en sus servidores, y los tuyos aquí, hasta que la inicies o la abras de nuevo.",
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
  directFiles: {
    heading: "Archivos sin el puente",
    lead: "Los archivos también van por el puente: el servidor de archivos ve la dirección del puente en vez de la tuya, y el puente ve qué servidores de archivos usas, cuándo y cuánto. A un servidor de archivos que atiende páginas web también se llega directamente. Ninguno de los dos puede leer un archivo.",
    use: "Recoger y enviar archivos directamente si un servidor lo permite",
    means:
      "El servidor ve entonces tu dirección en internet, el tipo de tu navegador y la dirección de esta página, y el anfitrión de esta página no lleva los archivos. Todos tus perfiles comparten una conexión con cada servidor, así que este puede saber que van juntos. A los servidores que ni tú ni tus operadores elegisteis se llega siempre por el puente.",
    none: "El anfitrión de esta página no lo permite. Quien la aloja puede cambiarlo.",
    these: (hosts: readonly string[]) => `El anfitrión de esta página lo permite para: ${hosts.join(", ")}.`,
    any: "El anfitrión de esta página lo permite para todos los servidores.",
    off: "En uso: el puente, para todos los archivos.",
    unused: "No se ha recogido ni enviado ningún archivo desde el inicio.",
    ways: {
      direct: (host: string) => `En uso: directamente a ${host}.`,
      bridge: (host: string) => `En uso: el puente para ${host}, al que no se llega directamente.`,
    },
  },
}
