/** French; see ../README.md. The same keys as ../en/failures.ts. */
import type { Words } from "../catalogue.ts"
import type { failures as en } from "../en/failures.ts"

export const failures: Words<typeof en> = {
  BAD_BACKUP: "Ce n’est pas une sauvegarde d’Unlisted, ou elle est abîmée. Rien n’a été changé.",
  NEWER_BACKUP:
    "Cette sauvegarde a été faite par une version plus récente d’Unlisted. Mets d’abord celle-ci à jour. Rien n’a été changé.",
  NEWER_STORE:
    "Tes conversations ont été ouvertes pour la dernière fois par une version plus récente d’Unlisted, et cette page est plus ancienne. Appuie sur « Mettre à jour » si c’est proposé, ou recharge la page. Si cela ne suffit pas, reviens quand son hôte aura la nouvelle version. Rien n’a été changé.",
  CARRY_GONE:
    "Les conversations de ce lien ne sont plus là : elles sont gardées deux jours. Crée un nouveau lien là où elles sont.",
  CANCELLED: "C’était annulé. Rien n’a été changé.",
  BLOCKED_SPAM: "L’opérateur du serveur a bloqué ceci pour cause de spam.",
  BLOCKED_CONTENT: "L’opérateur du serveur a bloqué ceci à cause de l’usage qui en était fait.",
  LAST_PROFILE: "C’est ton seul profil. Crées-en d’abord un autre.",
  INCOGNITO_REFUSED:
    "Ton adresse montre ton profil à tous ceux qui l’ouvrent ; un nom aléatoire ne cacherait donc rien.",
  SERVER_OLD:
    "Le serveur est trop ancien pour être utilisé sûrement depuis un navigateur. Demande un lien sur un autre serveur.",
  SERVER_IDENTITY: "Le serveur n’est pas celui qu’il devrait être ; rien n’a été envoyé. Essaie un autre réseau.",
  EXPIRED: "Le serveur était injoignable pendant des jours, c’est donc abandonné. Réessaie quand tu es en ligne.",
  QUOTA: "Ton contact n’a pas encore reçu tes messages précédents, et le serveur n’en garde pas davantage.",
  NOT_ALLOWED: "Ce n’est pas possible, ou plus maintenant.",
  NO_ROOM: "Il n’y a pas de place pour ce fichier sur cet appareil.",
  TOO_LARGE: "Ce message est trop long. Envoie-le en plusieurs parties.",
  FILE_TOO_LARGE: "Ce fichier dépasse 1 Go. Envoie-le en plusieurs parties.",
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
}
