/** French; see ../README.md. The same keys as ../en/trouble.ts. */
import type { Words } from "../catalogue.ts"
import type { trouble as en } from "../en/trouble.ts"

export const trouble: Words<typeof en> = {
  undelivered: {
    problems: {
      AUTH: "Impossible à remettre. Ton contact a probablement supprimé la connexion avec toi.",
      NOT_FOUND: "Impossible à remettre maintenant.",
    },
    changes: {
      edit: (problem: string) => `Cette modification n’est pas arrivée chez ton contact. ${problem}`,
      deletion: (problem: string) =>
        `Il n’est supprimé qu’ici : ton contact n’a pas pu être prévenu, et l’a encore. ${problem}`,
      reaction: (problem: string) => `Ta réaction n’est pas arrivée chez ton contact. ${problem}`,
    },
    remedies: {
      retry: "Réessayer",
      fix: "Réparer la connexion",
      network: "Réglages réseau",
      servers: "Réglages des serveurs",
    },
    waiting: "En attente que ton contact reçoive tes messages précédents.",
    waitingFor: (problem: string) => `Toujours en attente : un nouvel essai sera fait. ${problem}`,
  },
  details: {
    delivered: "Reçu par ton contact le",
    from: "Transféré depuis",
    lasts: "Disparaît après",
    left: (time: string) => `dans ${time}`,
    notYet: {
      sent: "Le temps commence à l’envoi.",
      received: "Le temps commence quand tu le lis.",
    },
  },
  renamed: (before: string) => `${before} a changé son profil.`,
  allowed: {
    on: (feature: string) => `${feature} : activé`,
    onFor: (feature: string, time: string) => `${feature} : activé, après ${time}`,
    onlyMe: (feature: string) => `${feature} : activé pour toi seul`,
    onlyContact: (feature: string) => `${feature} : activé pour ton contact seul`,
    off: (feature: string) => `${feature} : désactivé`,
    theyOffer: (feature: string) => `${feature} : ton contact le permet maintenant, et toi non.`,
    theyRefuse: (feature: string) => `${feature} : ton contact ne le permet plus.`,
    youOffer: (feature: string) => `${feature} : tu le permets maintenant, et ton contact non.`,
    youRefuse: (feature: string) => `${feature} : tu ne le permets plus.`,
  },
}
