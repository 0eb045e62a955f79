/** French; see ../README.md. The same keys as ../en/main.ts. */
import type { Words } from "../catalogue.ts"
import type { main as en } from "../en/main.ts"
import { plural } from "../plural.ts"
import { people } from "./people.ts"
import { seek } from "./seek.ts"
import { talk } from "./talk.ts"
import { trouble } from "./trouble.ts"
import { write } from "./write.ts"

const count = plural("fr")

export const main: Words<typeof en> = {
  product: "Unlisted",

  welcome: {
    heading: "Conversations privées. Sans compte.",
    lead: "Écris, chiffré de bout en bout, à tous ceux qui utilisent Unlisted ou une app SimpleX.",
    name: "Nom affiché",
    namePlaceholder: "Comment les autres te verront",
    start: "Commencer",
    startMeans: "Rien n’est enregistré : tes conversations prennent fin quand tu fermes cet onglet.",
    keep: "Garder mes conversations",
    keepMeans: "Enregistrées sur cet appareil seulement, chiffrées avec une phrase secrète.",
    back: "Retour",
    restore: "Restaurer une sauvegarde",
    servers: "Les messages passent par des serveurs de SimpleX Chat et de Flux. En commençant, tu acceptes leurs",
    conditions: "conditions d’utilisation",
  },
  keep: {
    heading: "Garder mes conversations",
    lead: "Tes conversations restent sur cet appareil, chiffrées avec une phrase secrète que toi seul connais.",
    passphrase: "Phrase secrète",
    repeat: "Répéter la phrase secrète",
    hint: "Quelques mots sans rapport sont faciles à retenir et difficiles à deviner. Personne ne peut la retrouver pour toi.",
    create: "Créer le profil",
    different: "Les deux phrases secrètes ne sont pas identiques.",
    show: "Afficher",
    hide: "Masquer",
  },
  locked: {
    heading: "Bon retour",
    lead: "Entre ta phrase secrète pour ouvrir tes conversations.",
    invited: "Déverrouille d’abord, puis tu pourras répondre à l’invitation.",
    unlock: "Déverrouiller",
    passkey: "Déverrouiller avec une clé d’accès",
    passkeyProblem: {
      CANCELLED: "La clé d’accès n’a pas été utilisée. Réessaie, ou entre ta phrase secrète.",
      UNSUPPORTED: "Ce navigateur ou cette clé d’accès ne peut pas ouvrir tes conversations. Entre ta phrase secrète.",
      WRONG: "Cette clé d’accès n’ouvre pas ces conversations. Entre ta phrase secrète.",
    },
    forgotten: "Oubliée ?",
    forgottenMeans:
      "Personne ne peut la réinitialiser. Pour recommencer, supprime ce qui est gardé ici ; tes conversations sur cet appareil sont alors perdues.",
    delete: "Tout supprimer ici",
    deleteHeading: "Supprimer tout ce qui est gardé ici ?",
    deleteMeans:
      "Tous les profils, contacts et messages sont supprimés de cet appareil. Une sauvegarde peut les ramener.",
    again: (seconds: number) =>
      count(
        {
          one: "C’était faux plusieurs fois. Réessaie dans # seconde.",
          other: "C’était faux plusieurs fois. Réessaie dans # secondes.",
        },
        seconds,
      ),
  },
  elsewhere: {
    heading: "Ouvert dans un autre onglet",
    lead: "Tes conversations peuvent être ouvertes dans un seul onglet à la fois. Continue ici, et l’autre onglet les ferme.",
    use: "Utiliser ici",
    taken: "Ce profil est utilisé à un autre endroit, et les messages y arrivent.",
  },
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
  private: {
    note: "Session privée : rien n’est enregistré",
    end: "Terminer la session",
    move: "Passer sur mon téléphone",
    moveHeading: "Déplacer ces conversations sur un autre appareil ?",
    moveMeans:
      "Elles continuent là-bas et s’arrêtent ici. Elles sont chiffrées et mises sur des serveurs de fichiers pour deux jours ; un code apparaît, que ton téléphone scanne. Tu y choisis une phrase secrète.",
    moveConfirm: "Afficher le code",
    endHeading: "Terminer cette session ?",
    endMeans:
      "Toutes les conversations de cette session disparaissent pour de bon. Tes contacts gardent ce que tu leur as écrit.",
  },
  kiosk: {
    lead: (seconds: number) =>
      count(
        {
          one: "C’est un ordinateur partagé. Rien n’est enregistré, et tes conversations prennent fin après # seconde sans saisie.",
          other:
            "C’est un ordinateur partagé. Rien n’est enregistré, et tes conversations prennent fin après # secondes sans saisie.",
        },
        seconds,
      ),
    startMeans: "Rien n’est enregistré : tes conversations prennent fin quand tu termines la session ou t’en vas.",
    noSave: "Les fichiers ne peuvent pas être enregistrés sur cet ordinateur.",
    ending: (seconds: number) =>
      count(
        {
          one: "Cette session se termine dans # seconde. Appuie sur une touche pour rester.",
          other: "Cette session se termine dans # secondes. Appuie sur une touche pour rester.",
        },
        seconds,
      ),
    left: (seconds: number) =>
      count(
        {
          one: "seconde avant la fin de cette session. Touche l’écran ou appuie sur une touche pour rester.",
          other: "secondes avant la fin de cette session. Touche l’écran ou appuie sur une touche pour rester.",
        },
        seconds,
      ),
  },
  update: {
    ready: "Une nouvelle version d’Unlisted est prête.",
    take: "Mettre à jour",
    done: "Unlisted a été mis à jour.",
    news: "Nouveautés",
    dismiss: "Masquer",
  },
  broken: {
    heading: "Un problème est survenu",
    lead: "La partie de cette page qui garde tes conversations s’est arrêtée. Rien n’a été changé. Recharge la page pour continuer.",
    reload: "Recharger",
  },
  starting: "Ouverture…",

  invited: {
    heading: (name: string | undefined) => (name ? `${name} t’invite à discuter` : "Tu es invité à discuter"),
    looking: "On regarde qui c’est…",
    leadNew: "Choisis un nom à montrer, puis connecte-toi. Pas de compte, rien à installer.",
    lead: "Ton nom affiché sera visible quand tu te connectes.",
    connect: "Se connecter",
    connectMeans: "Connecte aussitôt. Rien n’est enregistré : la conversation prend fin quand tu fermes cet onglet.",
    notNow: "Pas maintenant",
    inApp: "Ouvrir dans l’app SimpleX",
    own: {
      heading: "C’est ton propre lien",
      lead: "Envoie-le à quelqu’un à qui tu veux parler. Le premier qui l’ouvre peut se connecter.",
    },
    ownAddress: {
      heading: "C’est ta propre adresse",
      lead: "Donne-la aux gens à qui tu veux parler. Quiconque l’ouvre peut te demander de se connecter.",
    },
    known: { heading: "Tu connais ce lien", lead: "Il appartient à une conversation que tu as déjà." },
    open: "Ouvrir la conversation",
    close: "Fermer",
    unusable: "Ce lien ne fonctionne pas",
  },
  asking: {
    heading: (name: string | undefined) => (name ? `Se connecter avec ${name}` : "Demander à se connecter"),
    leadNew:
      "C’est l’adresse SimpleX de quelqu’un. Choisis un nom à montrer et envoie une demande : elle sera acceptée ou refusée.",
    lead: "C’est une adresse SimpleX. Ton nom affiché sera visible, et ta demande acceptée ou refusée.",
    connectMeans:
      "Envoie ta demande. Rien n’est enregistré : garde cet onglet ouvert jusqu’à ce qu’elle soit acceptée.",
  },
  unsupported: {
    invitation: "Cette invitation est d’un type qu’Unlisted ne sait pas encore ouvrir.",
    contact: "Cette adresse SimpleX est d’un type qu’Unlisted ne sait pas encore ouvrir.",
    group: "C’est un lien vers un groupe. Unlisted ne peut pas encore rejoindre de groupes.",
    channel: "C’est un lien vers un canal. Unlisted ne peut pas encore rejoindre de canaux.",
    file: "C’est un lien vers un fichier. Unlisted ne peut pas l’ouvrir.",
    relay: "C’est un lien vers un relais, pas vers une personne.",
  },
  unsupportedHeading: "Pas encore possible ici",
  unsupportedAdvice: "Ouvre-le dans l’app SimpleX, ou demande un lien à usage unique ou une adresse.",

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
  },

  settings: "Réglages",
  language: "Langue",

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
    unsupported: "Unlisted ne sait pas encore ouvrir ce type de lien. Demande un lien à usage unique ou une adresse.",
    fromClipboard: "Coller du presse-papiers",
  },
  scan: {
    heading: "Scanner un code QR",
    lead: "Dirige la caméra vers le code.",
    starting: "Démarrage de la caméra…",
    noCamera:
      "La caméra ne peut pas être utilisée. Autorise-la dans le navigateur, choisis une image du code, ou colle le lien.",
    image: "Choisir une image",
    notFound: "Aucun code QR n’a été trouvé dans cette image. Essaie une image plus nette, ou recadre le code.",
    notLink: "Ce code QR n’est pas un lien SimpleX.",
    close: "Fermer",
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
  heard: {
    message: (name: string) => `Nouveau message de ${name}`,
    here: (name: string, words: string) => `${name} : ${words}`,
    request: (name: string) => `${name} veut se connecter`,
  },
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
    duplicate: () => "Un message est arrivé deux fois. Il est affiché une fois.",
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
  },

  remove: {
    action: "Retirer la conversation",
    heading: (name: string) => `Retirer la conversation avec ${name} ?`,
    headingLink: "Retirer ce lien ?",
    means: "Ses messages sont supprimés de cet appareil, et vous ne pourrez plus vous écrire ici.",
    meansLink: "Personne ne pourra l’utiliser.",
    confirm: "Retirer",
    cancel: "Annuler",
  },

  network: {
    connecting: "Connexion au réseau…",
    offline: "Pas de connexion. Les messages partent dès qu’elle revient.",
    stopped: "Arrêté : rien n’est envoyé ni reçu.",
    start: "Démarrer",
  },

  day: { today: "Aujourd’hui", yesterday: "Hier" },

  failures: {
    BAD_LINK: "Ce n’est pas un lien SimpleX, ou il en manque une partie. Copie le lien entier et réessaie.",
    LINK_UNSUPPORTED:
      "Unlisted ne sait pas encore ouvrir ce type de lien. Demande un lien à usage unique ou une adresse.",
    BAD_BACKUP: "Ce n’est pas une sauvegarde d’Unlisted, ou elle est abîmée. Rien n’a été changé.",
    NEWER_BACKUP:
      "Cette sauvegarde a été faite par une version plus récente d’Unlisted. Mets d’abord celle-ci à jour. Rien n’a été changé.",
    NEWER_STORE:
      "Tes conversations ont été ouvertes pour la dernière fois par une version plus récente d’Unlisted, et cette page est plus ancienne. Recharge la page, ou reviens quand son hôte aura la nouvelle version. Rien n’a été changé.",
    CARRY_GONE:
      "Les conversations de ce lien ne sont plus là : elles sont gardées deux jours. Crée un nouveau lien là où elles sont.",
    CANCELLED: "C’était annulé. Rien n’a été changé.",
    TOO_SOON: "C’était faux plusieurs fois. Attends un peu avant de réessayer.",
    BLOCKED_SPAM: "L’opérateur du serveur a bloqué ceci pour cause de spam.",
    BLOCKED_CONTENT: "L’opérateur du serveur a bloqué ceci à cause de l’usage qui en était fait.",
    LAST_PROFILE: "C’est ton seul profil. Crées-en d’abord un autre.",
    LINK_USED:
      "Ce lien a été supprimé ou déjà utilisé : un lien à usage unique ne fonctionne que pour une personne. Demande-en un nouveau.",
    INCOGNITO_REFUSED:
      "Ton adresse montre ton profil à tous ceux qui l’ouvrent ; un nom aléatoire ne cacherait donc rien.",
    OWN_LINK: "C’est ton propre lien. Envoie-le à quelqu’un d’autre.",
    BAD_NAME:
      "Entre un nom qui commence par une lettre ou un chiffre, de 50 caractères au plus. N’importe quel nom convient.",
    BAD_PASSPHRASE: "Cette phrase secrète est trop courte pour protéger tes conversations. Ajoute quelques mots.",
    WRONG_PASSPHRASE: "Ce n’est pas la phrase secrète. Vérifie les majuscules et réessaie.",
    NETWORK: "Le serveur est injoignable. Vérifie ta connexion et réessaie.",
    SERVER_OLD:
      "Le serveur est trop ancien pour être utilisé sûrement depuis un navigateur. Demande un lien sur un autre serveur.",
    SERVER_IDENTITY: "Le serveur n’est pas celui qu’il devrait être ; rien n’a été envoyé. Essaie un autre réseau.",
    TIMEOUT: "Le serveur a mis trop de temps à répondre. Réessaie.",
    EXPIRED: "Le serveur était injoignable pendant des jours, c’est donc abandonné. Réessaie quand tu es en ligne.",
    QUOTA: "Ton contact n’a pas encore reçu tes messages précédents, et le serveur n’en garde pas davantage.",
    AUTH: "Le serveur a refusé. Le lien a peut-être été utilisé ou supprimé : demandes-en un nouveau.",
    NOT_ALLOWED: "Ce n’est pas possible, ou plus maintenant.",
    NO_ROOM: "Il n’y a pas de place pour ce fichier sur cet appareil.",
    TOO_LARGE: "Ce message est trop long. Envoie-le en plusieurs parties.",
    FILE_TOO_LARGE: "Ce fichier dépasse 1 Go. Envoie-le en plusieurs parties.",
    PEER_OLD: "L’autre app est trop ancienne. Demande qu’elle soit mise à jour et qu’on t’envoie un nouveau lien.",
    STORE: "Ton navigateur n’a pas pu enregistrer ceci. Rien n’a été changé. Libère de la place et réessaie.",
    NO_STORAGE:
      "Cette fenêtre ne peut rien garder. Commence sans garder tes conversations, ou utilise une fenêtre normale.",
    ELSEWHERE: "Tes conversations sont ouvertes dans un autre onglet. Vas-y, ou recharge cette page.",
    NOT_FOUND: "Ce n’est plus là.",
    BAD_SERVER: "Ce n’est pas une adresse de serveur, ou il en manque une partie. Elle commence par smp:// ou xftp://.",
    BAD_BRIDGE: "Ce n’est pas l’adresse d’un pont. Elle commence par wss:// et nomme son hôte.",
    BRIDGE_REFUSED: "L’hôte de cette page ne lui permet pas d’utiliser ce pont. Rien n’a été changé.",
    BRIDGE_SILENT: "Aucun pont ne répond là, ou il n’admet pas cette page. Rien n’a été changé.",
    SERVER_KNOWN: "Ce serveur est déjà dans ta liste.",
    LAST_SERVER: "Au moins un serveur doit être activé, pour recevoir et pour envoyer en privé.",
    CONDITIONS: "Lis et accepte d’abord les conditions des opérateurs des serveurs.",
    SERVER_PASSWORD:
      "Ce serveur est réservé à ceux qui connaissent son mot de passe. Vérifie le mot de passe dans son adresse.",
    SERVER_FORBIDDEN: "L’hôte de cette page n’autorise pas les connexions à ce serveur.",
    SERVER_UNREACHABLE: "Rien ne répond à cette adresse. Vérifie-la, et que le serveur fonctionne.",
    SERVER_FULL: "Ce serveur n’a plus de place pour des fichiers. Réessaie plus tard, ou utilises-en un autre.",
    SERVER_BROKEN: "Ce qui répond à cette adresse n’est pas un serveur de ce type, ou ne fonctionne pas comme tel.",
    INTERNAL: "Une erreur est survenue qui n’aurait pas dû. Réessaie, ou recharge la page.",
  },
}
