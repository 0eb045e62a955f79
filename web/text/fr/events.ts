/** French; see ../README.md. The same keys as ../en/events.ts. */
import type { Words } from "../catalogue.ts"
import type { events as en } from "../en/events.ts"
import { plural } from "../plural.ts"

const count = plural("fr")

export const events: Words<typeof en> = {
  heard: {
    message: (name: string) => `Nouveau message de ${name}`,
    here: (name: string, words: string) => `${name} : ${words}`,
    request: (name: string) => `${name} veut se connecter`,
  },
  notices: {
    message: "Nouveau message",
    request: "Nouvelle demande de contact",
    connected: "Un nouveau contact est connecté",
    requestOf: "Veut se connecter",
    connectedTo: "Vous êtes connectés",
    profile: (name: string) => `Nouveaux messages pour ton profil ${name}`,
    offer: "Être prévenu quand quelqu’un écrit ?",
    offerYes: "Activer les notifications",
    offerNo: "Pas maintenant",
  },
  status: {
    sending: "Envoi en cours",
    sent: "Envoyé",
    delivered: "Remis",
    failed: "Échec",
    received: "",
  },
  notice: {
    connected: () => "Vous êtes connectés. Vous seuls pouvez lire cette conversation.",
    postQuantum: () => "Le chiffrement résiste maintenant aux ordinateurs quantiques.",
    skipped: n =>
      count(
        { one: "# message avant celui-ci n’est pas arrivé.", other: "# messages avant celui-ci ne sont pas arrivés." },
        n,
      ),
    badHash: () =>
      "Le message avant celui-ci n’est pas celui qui a été envoyé. Quelque chose a été perdu ou changé en chemin.",
    badId: () =>
      "Le numéro de ce message n’est pas le suivant. C’est peut-être une erreur, ou quelqu’un est intervenu dans la connexion.",
    notDeleted: n =>
      count(
        {
          one: "Un message que tu as supprimé pour tous n’a pas pu être supprimé chez ton contact.",
          other: "# messages que tu as supprimés pour tous n’ont pas pu être supprimés chez ton contact.",
        },
        n,
      ),
    duplicate: () => "Un message est arrivé avec le numéro du précédent. C’est peut-être le même une seconde fois.",
    undecryptable: n =>
      count(
        {
          one: "# message n’a pas pu être déchiffré. Demande qu’il soit renvoyé.",
          other: "# messages n’ont pas pu être déchiffrés. Demande qu’ils soient renvoyés.",
        },
        n,
      ),
    unknown: () => "Envoyé par une app plus récente. Unlisted ne peut pas tout en afficher.",
    malformed: () => "Un message est arrivé qui n’a pas de sens. Il a été laissé de côté.",
    addressChanging: () => "Tu changes d’adresse de réception.",
    addressChanged: () => "Ton adresse de réception a changé.",
    addressKept: () => "Ton adresse de réception n’a pas changé.",
    contactAddressChanged: () => "Ton contact a changé d’adresse de réception.",
    syncStarted: () => "Tu as demandé de nouvelles clés. Les messages attendent qu’elles soient convenues.",
    syncRequired: () => "Le chiffrement ne concorde plus. Répare la connexion pour continuer.",
    syncAgreed: () => "De nouvelles clés sont convenues. Le code de sécurité a changé.",
    synced: () => "Le chiffrement fonctionne de nouveau.",
    feature: () => "Ce que vous vous permettez dans cette conversation a changé.",
    offered: () => "L’un de vous permet maintenant autre chose dans cette conversation.",
    profileChanged: () => "Ton contact a changé son profil.",
    merged: () => "Un autre contact est la même personne. Cette conversation-là fait désormais partie de celle-ci.",
    contactDeleted: () => "Ton contact t’a supprimé. Vous ne pouvez plus vous écrire.",
    voiceRejected: () => "Un message vocal n’a pas été accepté, car les messages vocaux ne sont pas permis ici.",
    called: () => "Ton contact t’a appelé. Unlisted ne peut pas encore prendre d’appels.",
    invited: () => "Ton contact t’a invité dans un groupe. Unlisted ne peut pas encore rejoindre de groupes.",
  },
}
