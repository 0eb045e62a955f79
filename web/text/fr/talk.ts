/** French; see ../README.md. The same keys as ../en/talk.ts. */
import type { Words } from "../catalogue.ts"
import type { talk as en } from "../en/talk.ts"
import { plural } from "../plural.ts"

const count = plural("fr")
const messageCount = (n: number) => count({ one: "# message", other: "# messages" }, n)

export const talk: Words<typeof en> = {
  action: {
    menu: "Actions du message",
    reply: "Répondre",
    edit: "Modifier",
    delete: "Supprimer",
    react: "Réagir",
    forward: "Transférer",
    copy: "Copier",
    share: "Partager",
    info: "Infos",
    select: "Sélectionner",
  },
  deleting: {
    heading: (count: number) => (count === 1 ? "Supprimer le message ?" : `Supprimer ${messageCount(count)} ?`),
    means:
      "Supprimé pour tous, il est marqué comme supprimé, et ton contact peut peut-être encore le voir. Supprimé pour toi, il disparaît ici et reste là-bas.",
    meansMe: "Il est supprimé sur cet appareil ; c’est irréversible. Ton contact garde sa copie.",
    me: "Supprimer pour moi",
    everyone: "Supprimer pour tous",
  },
  forwarding: {
    heading: (count: number) => (count === 1 ? "Transférer le message à" : `Transférer ${messageCount(count)} à`),
    find: "Chercher une conversation",
    none: "Cette conversation n’existe pas.",
    leftOut: "Les fichiers qui ne sont pas sur cet appareil sont laissés de côté.",
    download: "Télécharger d’abord",
  },
  sharing: {
    heading: "Envoyer à",
    textMeans: "Il est mis dans la zone de message. Rien n’est envoyé avant que tu n’appuies sur Envoyer.",
    filesMeans: "Les fichiers sont envoyés dès que tu choisis une conversation.",
    lost: "Ce qui a été partagé n’est pas arrivé",
    lostMeans:
      "Ton navigateur ne l’a pas transmis ; certains ne le font pas tant qu’Unlisted est ouvert. Partage-le encore une fois, ou colle-le ou joins-le dans une conversation.",
  },
  info: {
    heading: "Informations sur le message",
    sent: "Envoyé le",
    received: "Reçu le",
    created: "Enregistré le",
    deleted: "Supprimé le",
    disappears: "Disparaît le",
    status: "État",
    way: "Envoi",
    proxied: "Par un autre serveur, qui cache où tu es (routage privé)",
    direct: "Au serveur de ton contact",
    reactions: "Réactions",
    by: { me: "toi", contact: "ton contact" },
    history: "Historique des modifications",
  },
  choosing: {
    label: "Messages sélectionnés",
    count: (n: number) => count({ one: "# message sélectionné", other: "# messages sélectionnés" }, n),
    one: "Sélectionner le message",
  },
  composing: {
    replying: (name: string) => `Réponse à ${name}`,
    replyingSelf: "Réponse à toi-même",
    editing: "Modifier le message",
    cancelReply: "Annuler la réponse",
    cancelEdit: "Annuler la modification",
    save: "Enregistrer",
  },
  mark: {
    edited: "modifié",
    deleted: "supprimé",
    reveal: "Révéler",
    hide: "Masquer",
    forwarded: "transféré",
    disappears: (ttl: string) => `disparaît après ${ttl}`,
    live: "en cours d’écriture",
    jump: "Voir le message cité",
    reactions: "Réactions",
    gone: "Le message cité n’est plus ici.",
    unread: "Nouveaux messages",
  },
  span: {
    seconds: (n: number) => count({ one: "# seconde", other: "# secondes" }, n),
    minutes: (n: number) => count({ one: "# minute", other: "# minutes" }, n),
    hours: (n: number) => count({ one: "# heure", other: "# heures" }, n),
    days: (n: number) => count({ one: "# jour", other: "# jours" }, n),
  },
  content: {
    link: "Lien",
    image: "Image",
    video: "Vidéo",
    voice: "Message vocal",
    file: "Fichier",
    report: "Signalement",
    chat: "Invitation à une conversation",
    unknown: "Quelque chose que seule une app plus récente peut afficher",
    call: "Appel",
    invitation: "Invitation dans un groupe",
  },
  files: {
    attach: "Joindre",
    download: "Télécharger",
    downloadAnyway: "Télécharger quand même",
    save: "Enregistrer",
    cancel: "Annuler",
    cancelledByMe: "Annulé par toi",
    states: {
      sending: "Envoi…",
      sent: null,
      offered: null,
      wanted: "Téléchargement…",
      here: null,
      cancelled: "Annulé par son expéditeur",
      deleted: "Supprimé de cet appareil",
      unsupported: "Envoyé d’une ancienne manière qui ne peut pas être reçue ici",
    },
    link: {
      heading: "Un fichier pour toi",
      lead: "Quelqu’un t’a envoyé un lien vers ce fichier. Il est téléchargé dans tes notes privées ; personne n’apprend ton nom.",
      leadNew:
        "Quelqu’un t’a envoyé un lien vers ce fichier. Il est déchiffré dans cet onglet, où tu peux l’enregistrer. Sans compte, et personne n’apprend ton nom.",
      hosts: (hosts: readonly string[]) => `Il se trouve, chiffré, sur ${hosts.join(", ")}.`,
      guest: "Invité",
      send: "Envoyer un fichier par lien",
      sendMeans:
        "Téléverse un fichier jusqu’à 1 Go, chiffré, et obtiens un lien. Quiconque a le lien peut le télécharger pendant deux jours, avec n’importe quel navigateur.",
      choose: "Choisir un fichier",
      show: "Afficher le lien",
      label: "Lien vers le fichier",
      shareHint: "Quiconque a le lien a le fichier. Supprime son message dans tes notes pour le reprendre.",
    },
    until: (when: string) => `Sur ses serveurs jusqu’au ${when}`,
    sentUntil: (when: string) => `Peut être téléchargé jusqu’au ${when}`,
    over: "Les serveurs gardent les fichiers deux jours, il n’y est donc sans doute plus.",
    unapproved: (hosts: readonly string[]) =>
      `Ce fichier se trouve sur des serveurs que ni toi ni tes opérateurs n’avez choisis : ${hosts.join(", ")}. Ils verraient d’où vient la demande.`,
    problems: {
      EXPIRED: "Ce fichier n’est plus sur ses serveurs : ils gardent les fichiers deux jours.",
      GONE: "Ce fichier n’est plus sur son serveur.",
      DAMAGED: "Ce fichier n’est pas celui que son expéditeur a décrit. Redemande-le.",
      BLOCKED: "L’opérateur du serveur a bloqué ce fichier.",
      NO_ROOM:
        "Il n’y a pas de place pour ce fichier sur cet appareil. Supprime d’abord d’autres fichiers, dans Réglages, Fichiers et stockage.",
      FORBIDDEN: "Tes réglages réseau n’autorisent pas les serveurs de ce fichier.",
      SERVER: "Un serveur a refusé ce fichier. Réessaie plus tard.",
    },
  },
  words: {
    secret: "Afficher le texte caché",
    secretShown: (words: string) => `Masquer : ${words}`,
    via: (host: string | null) => (host === null ? "via un serveur connu" : `via ${host}`),
    simplex: {
      invitation: "Invitation SimpleX à usage unique",
      contact: "Adresse de contact SimpleX",
      group: "Lien de groupe SimpleX",
      channel: "Lien de canal SimpleX",
      relay: "Lien de relais SimpleX",
    },
  },
}
