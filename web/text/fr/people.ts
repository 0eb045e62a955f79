/** French; see ../README.md. The same keys as ../en/people.ts. */
import type { Words } from "../catalogue.ts"
import type { people as en } from "../en/people.ts"
import { plural } from "../plural.ts"

const count = plural("fr")

export const people: Words<typeof en> = {
  profiles: {
    heading: "Tes profils",
    active: "Affiché maintenant",
    use: "Passer à ce profil",
    edit: "Modifier ton profil",
    add: "Ajouter un profil",
    addMeans: "Un autre nom, avec ses propres conversations. Personne ne peut savoir que les deux sont toi.",
    create: "Ajouter le profil",
    delete: (name: string) => `Supprimer le profil ${name}`,
    deleteHeading: (name: string) => `Supprimer le profil ${name} ?`,
    deleteMeans: "Toutes ses conversations et tous ses messages sont supprimés de cet appareil. C’est irréversible !",
    confirm: "Supprimer le profil",
    unread: (n: number) =>
      count({ one: "# non lu dans d’autres profils", other: "# non lus dans d’autres profils" }, n),
  },
  profile: {
    heading: "Ton profil",
    back: "Retour à tes profils",
    picture: "Choisir une image",
    noPicture: "Retirer l’image",
    unreadable: "Cette image ne peut pas être utilisée. Essaie une autre.",
    fullName: "Nom complet (facultatif)",
    bio: "Bio",
    bioHint: "Une ligne sur toi, de 160 caractères au plus.",
    told: "Tes contacts voient les changements. Ceux qui te connaissent sous un nom aléatoire ne les voient pas.",
    save: "Enregistrer",
  },
  incognito: {
    connect: "Se connecter incognito",
    accept: "Accepter incognito",
    toggle: "Incognito",
    means: "Un nouveau nom aléatoire est montré à chaque contact à la place de ton profil.",
    known: (name: string) => `Tu es incognito : on te connaît sous le nom de ${name}`,
  },
  prepared: {
    open: "Écrire d’abord un message",
    lead: "Rien n’a encore été envoyé. Tu peux ajouter un message à ta demande.",
    message: "Premier message (facultatif)",
    connect: "Se connecter",
  },
  addressSettings: {
    heading: "Réglages de l’adresse",
    accept: "Accepter les demandes automatiquement",
    acceptMeans: "Quiconque ouvre l’adresse est connecté aussitôt, sans qu’on te demande.",
    acceptIncognito: "Accepter incognito",
    welcome: "Message de bienvenue",
    welcomeMeans: "Montré à ceux qui ouvrent l’adresse, et envoyé à ceux qui sont connectés.",
    save: "Enregistrer les réglages",
    saved: "Enregistré",
    short: "Ajouter un lien court",
    shortMeans: "Cette adresse n’a qu’un lien long. Un lien court est plus facile à envoyer et montre ton nom.",
  },
  features: {
    heading: "Préférences du contact",
    name: {
      timedMessages: "Messages éphémères",
      fullDelete: "Supprimer pour tous",
      reactions: "Réactions aux messages",
      voice: "Messages vocaux",
      calls: "Appels audio et vidéo",
    },
    allow: { always: "toujours", yes: "oui", no: "non" },
    default: (now: string | null) => (now === null ? "comme dans ton profil" : `comme dans ton profil (${now})`),
    theirs: (theirs: string) => `Ton contact le permet : ${theirs}.`,
    outcome: {
      both: "Vous pouvez l’utiliser tous les deux.",
      me: "Toi seul peux l’utiliser.",
      contact: "Seul ton contact peut l’utiliser.",
      none: "Personne ne peut l’utiliser.",
    },
    after: "Les messages disparaissent après",
    off: "désactivé",
    connectedQuantum:
      "Vous êtes connectés. Vous seuls pouvez lire cette conversation. Son chiffrement résiste aux ordinateurs quantiques.",
    connectedStandard:
      "Vous êtes connectés. Vous seuls pouvez lire cette conversation. Son chiffrement ne résiste pas encore aux ordinateurs quantiques.",
  },
  chatSettings: {
    heading: "Cette conversation",
    favorite: "Favori",
    favoriteMeans: "Placée au-dessus des autres.",
    mute: "Muet",
    muteMeans: "Les nouveaux messages ne sont pas annoncés.",
    muted: "muet",
    receipts: "Accusés de réception",
    receiptsMeans: "Si l’autre voit que ses messages sont arrivés.",
    on: "activé",
    off: "désactivé",
    clear: "Effacer la conversation",
    clearHeading: "Effacer la conversation ?",
    clearMeans: "Tous les messages sont supprimés de cet appareil. Ton contact garde les siens.",
    clearConfirm: "Effacer",
  },
  notes: {
    name: "Notes privées",
    open: "Notes privées",
    means: "Une conversation avec toi-même : note des choses, ou transfère des messages ici.",
  },
  search: {
    sent: (to: string) => `Toi à ${to}`,
    label: "Rechercher",
    none: "Rien n’a été trouvé.",
    chats: "Conversations",
    messages: "Messages",
  },
}
