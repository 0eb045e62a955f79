/** Spanish; see ../README.md. The same keys as ../en/about.ts. */
import type { Words } from "../catalogue.ts"
import type { about as en } from "../en/about.ts"
import { number } from "../plural.ts"

export const about: Words<typeof en> = {
  help: {
    keys: "Atajos de teclado",
    questions: [
      [
        "¿Cómo contacto con alguien?",
        "Crea un enlace de un solo uso y envíalo como quieras, o deja que escanee su código. Quien lo abra primero queda conectado contigo. Para muchas personas crea una dirección SimpleX: tú decides quién puede escribir.",
      ],
      [
        "¿Qué apps pueden usar?",
        "Unlisted en cualquier navegador, o cualquier app de SimpleX. No necesitan cuenta, ni número de teléfono, ni correo, y tú tampoco.",
      ],
      [
        "¿Quién puede leer mis mensajes?",
        "Tú y la persona a quien escribes. Todo se cifra en tu dispositivo, también frente a futuros ordenadores cuánticos. Los servidores pasan bloques de igual tamaño y no saben quién eres.",
      ],
      [
        "¿Cómo sé que es de verdad esa persona?",
        "Abre el contacto y comparad el código de seguridad al veros o en una llamada. Si los dos veis el mismo, nadie está entre vosotros.",
      ],
      [
        "¿Por qué un mensaje dice «Enviado» y no «Entregado»?",
        "Espera en su servidor hasta que la otra parte vuelva a estar en línea. Los servidores guardan los mensajes tres semanas.",
      ],
      [
        "¿Qué se pierde cuando cierro la página?",
        "En una sesión privada todo, enseguida: para eso está. Con «Conservar mis chats» nada: esperan aquí, cifrados, tu frase de contraseña. Con la página cerrada no llega nada; los mensajes esperan en sus servidores.",
      ],
      [
        "¿Puedo pasar a otro dispositivo?",
        "Sí, con una copia de seguridad: un archivo cifrado que restauras allí. Continúa en un solo lugar, o se pierden mensajes.",
      ],
      [
        "¿Y si olvido la frase de contraseña?",
        "Entonces nadie puede abrir tus chats, nosotros tampoco. Apúntala, guárdala en un gestor de contraseñas o añade una llave de acceso.",
      ],
    ],
  },
  news: {
    heading: "Novedades",
    list: [
      "Seis idiomas, también de derecha a izquierda.",
      "Notificaciones mientras la página está abierta, con tanto detalle como quieras.",
      "Mensajes de voz, archivos e imágenes; mensajes en vivo y temporales.",
      "Perfiles ocultos y silenciados, llaves de acceso, paso a otro navegador con un enlace.",
      "Temas, colores y fondos propios; todo con el teclado.",
    ],
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
    developer: "Información para desarrolladores",
    developerLead:
      "Para quien busca un fallo: versiones, y cuánto de qué se guarda aquí. Nada de ello dice con quién hablas, y solo lo recibe a quien se lo des.",
    developerShow: "Mostrar",
    developerCopy: "Copiar",
  },
}
