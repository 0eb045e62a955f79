/** Spanish; see ../README.md. The same keys as ../en/events.ts. */
import type { Words } from "../catalogue.ts"
import type { events as en } from "../en/events.ts"
import { plural } from "../plural.ts"

const count = plural("es")

export const events: Words<typeof en> = {
  heard: {
    message: (name: string) => `Mensaje nuevo de ${name}`,
    here: (name: string, words: string) => `${name}: ${words}`,
    request: (name: string) => `${name} quiere conectar`,
  },
  notices: {
    message: "Mensaje nuevo",
    request: "Nueva solicitud de contacto",
    connected: "Un contacto nuevo está conectado",
    requestOf: "Quiere conectar",
    connectedTo: "Estáis conectados",
    profile: (name: string) => `Mensajes nuevos para tu perfil ${name}`,
    offer: "¿Avisarte cuando alguien escriba?",
    offerYes: "Activar notificaciones",
    offerNo: "Ahora no",
  },
  status: {
    sending: "Enviando",
    sent: "Enviado",
    delivered: "Entregado",
    failed: "Falló",
    received: "",
  },
  notice: {
    connected: () => "Estáis conectados. Solo vosotros dos podéis leer este chat.",
    postQuantum: () => "El cifrado ahora resiste a ordenadores cuánticos.",
    skipped: n => count({ one: "# mensaje anterior no llegó.", other: "# mensajes anteriores no llegaron." }, n),
    badHash: () => "El mensaje anterior a este no es el que se envió. Algo se perdió o se cambió por el camino.",
    badId: () =>
      "El número de este mensaje no es el siguiente. Puede ser un fallo, o alguien ha interferido en la conexión.",
    notDeleted: n =>
      count(
        {
          one: "Un mensaje que eliminaste para todos no se pudo eliminar en tu contacto.",
          other: "# mensajes que eliminaste para todos no se pudieron eliminar en tu contacto.",
        },
        n,
      ),
    duplicate: () => "Un mensaje llegó con el número del anterior. Puede ser el mismo otra vez.",
    undecryptable: n =>
      count(
        {
          one: "# mensaje no se pudo descifrar. Pide que lo envíen otra vez.",
          other: "# mensajes no se pudieron descifrar. Pide que los envíen otra vez.",
        },
        n,
      ),
    unknown: () => "Enviado por una app más nueva. Unlisted no puede mostrarlo todo.",
    malformed: () => "Llegó un mensaje que no tiene sentido. Se ha omitido.",
    addressChanging: () => "Estás cambiando tu dirección de recepción.",
    addressChanged: () => "Tu dirección de recepción ha cambiado.",
    addressKept: () => "Tu dirección de recepción no ha cambiado.",
    contactAddressChanged: () => "Tu contacto ha cambiado su dirección de recepción.",
    syncStarted: () => "Pediste claves nuevas. Los mensajes esperan hasta que se acuerden.",
    syncRequired: () => "El cifrado ya no coincide. Repara la conexión para continuar.",
    syncAgreed: () => "Las claves nuevas están acordadas. El código de seguridad ha cambiado.",
    synced: () => "El cifrado vuelve a funcionar.",
    feature: () => "Lo que os permitís en este chat ha cambiado.",
    offered: () => "Uno de vosotros permite ahora otra cosa en este chat.",
    profileChanged: () => "Tu contacto ha cambiado su perfil.",
    merged: () => "Otro contacto es la misma persona. Aquel chat forma parte ahora de este.",
    contactDeleted: () => "Tu contacto te ha eliminado. Ya no podéis escribiros.",
    voiceRejected: () => "Un mensaje de voz no se aceptó, porque aquí no se permiten mensajes de voz.",
    called: () => "Tu contacto te llamó. Unlisted aún no puede atender llamadas.",
    invited: () => "Tu contacto te invitó a un grupo. Unlisted aún no puede unirse a grupos.",
  },
}
