/** French; see ../README.md. The same keys as ../en/own.ts. */
import type { Words } from "../catalogue.ts"
import type { own as en } from "../en/own.ts"
import { plural } from "../plural.ts"

const count = plural("fr")

export const own: Words<typeof en> = {
  search: {
    label: "Chercher un profil",
    means: "Un profil caché apparaît quand tu écris ici son mot de passe.",
    none: "Aucun profil ne porte ce nom.",
    found: (n: number) => count({ one: "# profil", other: "# profils" }, n),
  },
  row: {
    actions: (name: string) => `Actions pour ${name}`,
    muted: "muet",
    hidden: "caché",
    mute: "Rendre muet",
    unmute: "Ne plus rendre muet",
    hide: "Cacher le profil",
    unhide: "Ne plus cacher le profil",
    delete: "Supprimer le profil",
    read: "Tout marquer comme lu",
  },
  muting: {
    heading: (name: string) => `${name} est muet`,
    means: "Tu reçois toujours des messages dans ce profil. Ils ne sont annoncés que lorsqu’il est affiché.",
    done: "OK",
  },
  hiding: {
    heading: (name: string) => `Cacher ${name}`,
    lead: "Personne ne voit ici un profil caché : il n’est dans aucune liste, aucun compte et aucune recherche, et rien de ce qu’il reçoit n’est annoncé. Il continue de recevoir.",
    back: "Pour le revoir, écris son mot de passe là où tu cherches un profil.",
    warning: "Sans le mot de passe, personne ne peut l’ouvrir, et personne ne peut le retrouver pour toi.",
    password: "Mot de passe de ce profil",
    repeat: "Répéter le mot de passe",
    different: "Les deux mots de passe ne sont pas identiques.",
    empty: "Entre un mot de passe.",
    confirm: "Cacher le profil",
    last: "C’est le seul profil visible. Ajoutes-en d’abord un autre.",
  },
  unhiding: {
    heading: (name: string) => `Ne plus cacher ${name} ?`,
    means: "Tous ceux qui ouvrent tes conversations le verront de nouveau.",
    confirm: "Ne plus cacher le profil",
  },
  password: { label: "Mot de passe de ce profil", wrong: "Ce n’est pas le mot de passe de ce profil." },
  deleting: {
    heading: (name: string) => `Supprimer le profil ${name} ?`,
    means: "Toutes ses conversations et tous ses messages sont supprimés de cet appareil. C’est irréversible.",
    queues: "Supprimer aussi ses connexions sur les serveurs",
    queuesMeans:
      "Tes contacts apprennent alors que leurs messages n’arrivent plus. Sinon les serveurs gardent ce qu’ils envoient, jusqu’à expiration.",
    next: "Nom de ton prochain profil",
    nextMeans: "C’est le seul profil visible, un nouveau prend donc sa place.",
    confirm: "Supprimer le profil",
  },
  preferences: {
    open: "Préférences de conversation",
    heading: "Préférences de conversation",
    lead: "Ce que tu permets à tes contacts. Pour chaque contact, tu peux choisir autre chose dans ses réglages.",
    told: "Tes contacts sont informés quand tu changes ceci, sauf ceux qui te connaissent sous un nom aléatoire.",
    means: {
      timedMessages: "Les messages d’une conversation disparaissent après un temps convenu entre vous.",
      fullDelete:
        "Les messages supprimés par leur auteur disparaissent sans trace, pas seulement marqués comme supprimés.",
      reactions: "Des émojis sur les messages.",
      voice: "Des messages vocaux enregistrés.",
      calls: "Si les contacts peuvent t’appeler.",
    },
    allow: {
      always: "Toujours : pour eux, même s’ils ne me le permettent pas",
      yes: "Oui : si mon contact le permet aussi",
      no: "Non",
    },
    life: "Dans les nouvelles conversations, les messages disparaissent après",
    lifeMeans:
      "Pour les conversations que tu commences désormais. Si vous avez tous les deux fixé un temps, le plus long compte.",
    off: "désactivé",
  },
  receipts: {
    heading: "Accusés de réception",
    label: "Envoyer des accusés de réception",
    means:
      "Tes contacts voient une seconde coche quand leur message est arrivé. Personne ne voit jamais si tu écris ou si tu es en ligne.",
    headingOn: "Envoyer des accusés de réception ?",
    headingOff: "Arrêter les accusés de réception ?",
    overrides: (n: number) =>
      count(
        {
          one: "Dans # conversation tu as choisi autrement.",
          other: "Dans # conversations tu as choisi autrement.",
        },
        n,
      ),
    keepOn: "Activer, garder ces choix",
    keepOff: "Désactiver, garder ces choix",
    allOn: "Activer pour toutes les conversations",
    allOff: "Désactiver pour toutes les conversations",
  },
  retention: {
    heading: "Suppression automatique des messages",
    label: "Supprimer les messages après",
    means:
      "Les vieux messages et leurs fichiers sont supprimés de cet appareil, dans toutes les conversations de ce profil. Tes contacts gardent les leurs.",
    chatMeans: "Seulement sur cet appareil : ton contact garde ses messages.",
    never: "jamais",
    day: "1 jour",
    week: "1 semaine",
    month: "1 mois",
    year: "1 an",
    custom: "un autre temps…",
    default: (time: string) => `comme dans ton profil (${time})`,
    amount: "Nombre",
    unit: "Unité",
    units: { day: "jours", week: "semaines", month: "mois" },
    wrong: "Entre un nombre entier, de 54 semaines au plus.",
    use: "Choisir ce temps",
    asking: (time: string) => `Supprimer les messages après ${time} ?`,
    now: (n: number) =>
      count(
        {
          one: "# message est plus ancien et est supprimé aussitôt. C’est irréversible.",
          other: "# messages sont plus anciens et sont supprimés aussitôt. C’est irréversible.",
        },
        n,
      ),
    none: "Aucun message n’est si ancien pour l’instant. Dès lors, les messages sont supprimés quand ils le sont.",
    confirm: "Supprimer les vieux messages",
    enable: "Activer",
  },
  crop: {
    heading: "Choisir la partie à montrer",
    label: "Partie de l’image",
    means: "Fais glisser l’image, ou utilise les flèches. Plus et moins changent sa taille.",
    size: "Taille",
    use: "Utiliser l’image",
    describe: (percent: number, x: number, y: number) => `${percent} %, ${x} % depuis la gauche, ${y} % depuis le haut`,
  },
  bio: {
    left: (n: number) => count({ one: "# caractère restant", other: "# caractères restants" }, n),
    long: "C’est trop long : les apps montrent 160 caractères, moins si ce ne sont pas des lettres latines.",
  },
  as: {
    label: "Se connecter comme",
    links: "Ce lien est pour",
    incognito: "un nom aléatoire (incognito)",
    means: "Qui se connecte voit ce nom. Un autre profil reçoit un autre lien : celui-ci cesse alors de fonctionner.",
    meansPrepared: "Rien n’a encore été envoyé : choisis qui ils verront.",
  },
}
