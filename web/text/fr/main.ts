/** French; see ../README.md. The same keys as ../en/main.ts. */
import type { Words } from "../catalogue.ts"
import type { main as en } from "../en/main.ts"
import { plural } from "../plural.ts"
import { events } from "./events.ts"
import { failures } from "./failures.ts"
import { gate } from "./gate.ts"
import { people } from "./people.ts"
import { seek } from "./seek.ts"
import { talk } from "./talk.ts"
import { trouble } from "./trouble.ts"
import { write } from "./write.ts"

const count = plural("fr")

export const main: Words<typeof en> = {
  ...gate,
  exported: {
    heading: "Une sauvegarde a été faite",
    lead: (when: string) =>
      `Tes conversations ont été exportées le ${when}. Si tu continues dans un autre navigateur avec cette sauvegarde, ne continue pas ici aussi : deux copies d’un profil perdent des messages.`,
    lock: "Verrouiller",
    end: "Terminer la session",
    goOn: "Continuer ici",
    save: "Enregistrer encore le fichier",
    delete: "Tout supprimer ici",
    deleteMeans:
      "Choisis ceci si tes conversations continuent ailleurs. Tout ce qui est gardé dans ce navigateur est supprimé ; garde le fichier.",
    goOnMeans: "Choisis ceci si la sauvegarde est seulement gardée en lieu sûr et n’est pas utilisée ailleurs.",
    without: (name: string) => `Continuer sans ${name}`,
    withoutMeans:
      "Choisis ceci si ce profil continue ailleurs. Il est supprimé ici, et personne n’en est informé ; tes autres profils continuent.",
  },
  update: {
    ready: "Une nouvelle version d’Unlisted est prête.",
    take: "Mettre à jour",
    done: "Unlisted a été mis à jour.",
    news: "Nouveautés",
    dismiss: "Masquer",
  },

  list: {
    label: "Conversations",
    newChat: "Nouvelle conversation",
    empty: "Pas encore de conversations",
    emptyMeans: "Crée un lien à usage unique et envoie-le à quelqu’un, ou ouvre celui que tu as reçu.",
    unread: (n: number) => count({ one: "# non lu", other: "# non lus" }, n),
    linkName: "Lien à usage unique",
    linkState: "En attente d’être utilisé",
    connecting: "Connexion…",
    waiting: "En attente de l’autre",
    ended: "Vous ne pouvez plus vous écrire.",
    notes: "Seulement pour toi.",
    requested: "En attente d’être accepté",
    prepared: "Pas encore connecté",
    failed: "Connexion impossible",
    unnamed: "Sans nom",
    private: "Session privée",
    privateMeans: "Prend fin avec cet onglet",
    kept: "Gardé sur cet appareil",
    choose: "Choisis une conversation, ou commence une nouvelle.",
    draft: line => `Brouillon : ${line}`,
  },

  settings: "Réglages",

  newChat: {
    heading: "Nouvelle conversation",
    back: "Retour aux conversations",
    invite: "Inviter quelqu’un",
    inviteMeans: "Crée un lien qui fonctionne pour une personne, une fois. Envoie-le comme tu veux.",
    create: "Créer un lien à usage unique",
    answer: "Répondre à une invitation",
    paste: "Coller un lien",
    placeholder: "https://… ou simplex:/…",
    connect: "Se connecter",
    scan: "Scanner un code QR",
    nothing: "Colle d’abord un lien.",
    own: "C’est ton propre lien. Envoie-le à quelqu’un d’autre.",
    fromClipboard: "Coller du presse-papiers",
  },
  link: {
    heading: "Lien à usage unique",
    lead: "Envoie ce lien à une seule personne, ou laisse-la scanner le code. La conversation commence quand elle l’ouvre.",
    label: "Lien à usage unique",
    copy: "Copier le lien",
    copied: "Copié",
    qr: "Code QR",
    forms: "Fait pour",
    form: {
      page: "Tout navigateur",
      app: "App SimpleX",
      web: "simplex.chat",
      full: "Lien complet",
    },
    formMeans: {
      page: "Ouvre cette page. Rien à installer.",
      app: "Pour quelqu’un qui utilise une app SimpleX.",
      web: "Ouvre la page web de SimpleX Chat, qui mène à leur app. Ils voient que quelqu’un l’a ouverte, pas qui a invité qui.",
      full: "Long, pour d’anciennes apps SimpleX. Tout le nécessaire est dans le lien lui-même.",
    },
    stay: "Garde cet onglet ouvert jusqu’à ce que la conversation ait commencé.",
    stayKept: "Tu peux fermer la page : la conversation commence quand vous êtes passés ici tous les deux.",
    qrFailed: "Trop long pour un code QR. Copie plutôt le lien.",
  },
  address: {
    heading: "Ton adresse SimpleX",
    lead: "Un lien qui peut servir encore et encore. Quiconque l’a peut demander à se connecter, et tu acceptes ou refuses.",
    create: "Créer une adresse SimpleX",
    show: "Afficher l’adresse SimpleX",
    label: "Adresse SimpleX",
    stay: "Elle te joint tant que cet onglet est ouvert, et fonctionne jusqu’à ce que tu le fermes.",
    stayKept: "Tu peux fermer la page : les demandes attendent ton retour.",
    delete: "Supprimer l’adresse",
    deleteHeading: "Supprimer ton adresse SimpleX ?",
    deleteMeans: "Plus personne ne pourra te demander par là. Les contacts que tu as restent.",
    confirm: "Supprimer",
  },
  request: {
    state: "Veut se connecter",
    asks: (name: string) => `${name} a trouvé ton adresse SimpleX et veut se connecter.`,
    means:
      "Chacun peut se donner n’importe quel nom : accepte si tu attends cette personne. Si tu refuses, elle n’en est pas informée.",
    accept: "Accepter",
    reject: "Refuser",
  },
  contact: {
    heading: "Informations sur le contact",
    back: "Retour à la conversation",
    encryption: "Chiffrement",
    delete: "Supprimer le contact",
    deleteHeading: (name: string) => `Supprimer ${name} ?`,
    deleteMeans: "Vous ne pourrez plus vous écrire ici. C’est irréversible !",
    deleteTell: "Lui dire qu’il a été supprimé",
    deleteConfirm: "Supprimer",
  },
  verify: {
    action: "Vérifier le code de sécurité",
    show: "Voir le code de sécurité",
    lead: (name: string) =>
      `Compare ce code avec celui que voit ${name}, par un autre moyen : en vous rencontrant ou au téléphone. S’il est le même, personne ne se tient entre vous.`,
    code: "Code de sécurité",
    verified: "Vérifié",
    wrong:
      "Code de sécurité incorrect ! Ce n’est pas le code de ce contact. Compare encore avant d’écrire quelque chose de secret.",
    scan: "Scanner le code",
    mark: "Marquer comme vérifié",
    clear: "Annuler la vérification",
    paste: "Coller son code",
    theirs: "Son code de sécurité",
    compare: "Comparer",
  },
  fix: {
    action: "Réparer la connexion",
    force: "Renégocier le chiffrement",
    forceHeading: "Renégocier le chiffrement ?",
    forceMeans:
      "Le chiffrement fonctionne et de nouvelles clés ne sont pas nécessaires. Cela peut provoquer des erreurs de connexion !",
    confirm: "Renégocier",
    allowed:
      "Certains messages n’ont pas pu être déchiffrés. Si cela continue, répare la connexion : vous recevez tous les deux de nouvelles clés.",
    required: "Le chiffrement ne concorde plus. Les messages attendent que la connexion soit réparée.",
    started: "De nouvelles clés sont en cours d’accord.",
    agreed: "De nouvelles clés sont convenues. Elles servent dès le prochain message.",
  },
  receiving: {
    heading: "Adresse de réception",
    lead: "Les messages de ce contact t’arrivent par une adresse sur un serveur que personne d’autre n’a. Elle peut être déplacée.",
    short: "Changement d’adresse de réception…",
    started:
      "Le changement est en cours. Il est fait dès que ton contact est en ligne ; jusque-là, il peut être abandonné.",
    committed: "Le changement est en cours, et ton contact connaît déjà la nouvelle adresse.",
    change: "Changer d’adresse de réception",
    changeHeading: "Changer d’adresse de réception ?",
    changeMeans:
      "L’adresse de réception passera sur un autre serveur. Le changement se termine quand l’expéditeur est en ligne.",
    confirm: "Changer",
    abort: "Abandonner le changement",
    abortHeading: "Abandonner le changement d’adresse ?",
    abortMeans: "Le changement d’adresse sera abandonné. L’ancienne adresse de réception sera utilisée.",
    abortConfirm: "Abandonner",
  },
  connecting: {
    lead: "La conversation s’ouvre dès que vous êtes tous les deux en ligne. Tu peux attendre ici ou faire autre chose.",
    requested:
      "Ta demande a été envoyée. La conversation s’ouvre quand elle est acceptée ; d’ici là, tu peux faire autre chose.",
    stay: "Garde cet onglet ouvert : ta demande prend fin avec lui.",
  },
  failed: { heading: "Connexion impossible" },

  chat: {
    back: "Retour aux conversations",
    messages: "Messages",
    message: "Message",
    send: "Envoyer",
    secure: "Chiffré de bout en bout",
    quantum: "Chiffrement résistant aux ordinateurs quantiques",
    older: "Afficher les messages précédents",
    loading: "Chargement des messages…",
    retry: "Réessayer",
    all: "Tout afficher",
    you: "Toi",
    begin: "Dis bonjour.",
    beginNotes: "Note quelque chose : toi seul peux le voir.",
    newer: "Afficher les messages suivants",
    newBelow: (n: number) => count({ one: "# nouveau message", other: "# nouveaux messages" }, n),
    toEnd: "Aller au message le plus récent",
  },
  ...talk,
  ...seek,
  ...write,
  ...trouble,
  ...people,
  ...events,
  keys: {
    heading: "Raccourcis clavier",
    everywhere: "Partout",
    writing: "En écrivant",
    reading: "Dans la liste et les messages",
    help: "Afficher cette aide",
    search: "Rechercher",
    next: "Conversation suivante",
    previous: "Conversation précédente",
    unread: "Conversation suivante avec des messages non lus",
    newChat: "Nouvelle conversation",
    settings: "Réglages",
    lock: "Verrouiller",
    close: "Fermer, ou revenir",
    send: "Envoyer",
    line: "Nouvelle ligne",
    edit: "Modifier ton dernier message",
    cancel: "Abandonner la réponse ou la modification",
    move: "De ligne en ligne",
    ends: "Première et dernière",
    menu: "Ce qu’on peut faire d’un message",
    or: "ou",
    control: "Ctrl",
    shift: "Maj",
    enter: "Entrée",
    escape: "Échap",
    home: "Début",
    end: "Fin",
  },

  network: {
    connecting: "Connexion au réseau…",
    offline: "Pas de connexion. Les messages partent dès qu’elle revient.",
    stopped: "Arrêté : rien n’est envoyé ni reçu.",
    start: "Démarrer",
  },

  day: { today: "Aujourd’hui", yesterday: "Hier" },

  failures: { ...gate.failures, ...failures },
}
