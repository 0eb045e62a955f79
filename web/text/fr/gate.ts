/** French; see ../README.md. The same keys as ../en/gate.ts. */
import type { Words } from "../catalogue.ts"
import type { gate as en } from "../en/gate.ts"
import { plural } from "../plural.ts"

const count = plural("fr")

export const gate: Words<typeof en> = {
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
    fileSent: "Déverrouille d’abord, puis tu pourras récupérer le fichier.",
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
  language: "Langue",
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

  remove: {
    action: "Retirer la conversation",
    heading: (name: string) => `Retirer la conversation avec ${name} ?`,
    headingLink: "Retirer ce lien ?",
    means: "Ses messages sont supprimés de cet appareil, et vous ne pourrez plus vous écrire ici.",
    meansLink: "Personne ne pourra l’utiliser.",
    confirm: "Retirer",
    cancel: "Annuler",
  },

  failures: {
    BAD_LINK: "Ce n’est pas un lien SimpleX, ou il en manque une partie. Copie le lien entier et réessaie.",
    LINK_UNSUPPORTED:
      "Unlisted ne sait pas encore ouvrir ce type de lien. Demande un lien à usage unique ou une adresse.",
    TOO_SOON: "C’était faux plusieurs fois. Attends un peu avant de réessayer.",
    LINK_USED:
      "Ce lien a été supprimé ou déjà utilisé : un lien à usage unique ne fonctionne que pour une personne. Demande-en un nouveau.",
    OWN_LINK: "C’est ton propre lien. Envoie-le à quelqu’un d’autre.",
    BAD_NAME:
      "Entre un nom qui commence par une lettre ou un chiffre, de 50 caractères au plus. N’importe quel nom convient.",
    BAD_PASSPHRASE:
      "Cette phrase secrète ne peut pas protéger tes conversations. Choisis-en une autre, de quelques mots de plus.",
    WRONG_PASSPHRASE: "Ce n’est pas la phrase secrète. Vérifie les majuscules et réessaie.",
    NETWORK: "Le serveur est injoignable. Vérifie ta connexion et réessaie.",
    TIMEOUT: "Le serveur a mis trop de temps à répondre. Réessaie.",
    AUTH: "Le serveur a refusé. Le lien a peut-être été utilisé ou supprimé : demandes-en un nouveau.",
    PEER_OLD: "L’autre app est trop ancienne. Demande qu’elle soit mise à jour et qu’on t’envoie un nouveau lien.",
    STORE: "Ton navigateur n’a pas pu enregistrer ceci. Rien n’a été changé. Libère de la place et réessaie.",
    NO_STORAGE:
      "Cette fenêtre ne peut rien garder. Commence sans garder tes conversations, ou utilise une fenêtre normale.",
    ELSEWHERE: "Tes conversations sont ouvertes dans un autre onglet. Vas-y, ou recharge cette page.",
    INTERNAL: "Une erreur est survenue qui n’aurait pas dû. Réessaie, ou recharge la page.",
  },
}
