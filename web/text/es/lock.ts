/** Spanish; see ../README.md. The same keys as ../en/lock.ts. */
import type { Settings } from "../../state/settings.ts"
import type { Words } from "../catalogue.ts"
import type { lock as en } from "../en/lock.ts"
import { unit } from "../plural.ts"

const timeOf = (minutes: Settings["lockAfter"]) =>
  minutes === 0 ? "Desactivado" : minutes === 60 ? unit("hour", 1) : unit("minute", minutes)

export const lock: Words<typeof en> = {
  private: {
    keepLead:
      "Tus chats siguen como están, guardados solo en este dispositivo, cifrados con una frase de contraseña que solo tú conoces.",
  },

  lock: {
    now: "Bloquear ahora",
    nowMeans:
      "Detiene la parte de la página que tiene tus claves. Mientras está bloqueada no se recibe nada: los mensajes esperan en sus servidores. Los archivos en camino siguen cuando desbloqueas.",
    auto: "Bloquear automáticamente",
    after: "Sin actividad tras",
    hidden: "Con la página oculta tras",
    time: timeOf,
    autoMeans: "Quien se siente aquí después necesitará tu frase de contraseña.",
    mediaBlur: "Difuminar imágenes y vídeos",
    mediaBlurs: { off: "No", soft: "Suave", medium: "Medio", strong: "Fuerte" },
    mediaBlurMeans: "Hasta que los toques. Las imágenes de personas y de enlaces se muestran.",
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
}
