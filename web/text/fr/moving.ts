/** French; see ../README.md. The same keys as ../en/moving.ts. */
import type { Words } from "../catalogue.ts"
import type { moving as en } from "../en/moving.ts"

export const moving: Words<typeof en> = {
  carry: {
    out: "Passer dans un autre navigateur",
    outLead:
      "Tes conversations continuent dans un autre navigateur ou sur ton téléphone, et s’arrêtent ici. Tu obtiens un lien, aussi sous forme de code à scanner.",
    outMeans:
      "Tout est chiffré ici et mis sur tes serveurs de fichiers pour deux jours. Ils voient des morceaux de tailles habituelles, pas ce que c’est. La clé n’est que dans le lien : quiconque a le lien peut avoir tes conversations.",
    make: "Créer un lien de déplacement",
    making: "Préparation du déplacement…",
    makingLead: "Tes conversations sont chiffrées et mises sur des serveurs de fichiers. Rien n’est reçu d’ici là.",
    done: "Ouvre ce lien sur l’autre appareil",
    doneLead:
      "Scanne le code avec la caméra de ton téléphone, ou ouvre le lien dans l’autre navigateur. Il fonctionne deux jours.",
    secret: "Ne le montre ni ne l’envoie à personne : quiconque l’ouvre a tes conversations.",
    link: "Lien vers tes conversations",
    finish: "Mes conversations y sont : les supprimer ici",
    finishMeans: "Choisis ceci quand tu vois tes conversations sur l’autre appareil.",
    finishAsk:
      "Assure-toi de voir tes conversations sur l’autre appareil. Tout ce qui est gardé dans ce navigateur est supprimé.",
    goOnMeans: "Choisis ceci si tu as changé d’avis : le lien cesse de fonctionner, et tout continue ici.",
    heading: "Tes conversations continuent ici",
    lead: "Ce lien apporte des conversations d’un autre appareil. Elles continuent dans ce navigateur, et ne doivent pas continuer là où elles étaient.",
    bring: "Apporter mes conversations ici",
    fetching: "Récupération et déchiffrement de tes conversations…",
    hindered: "Ce lien ne peut pas être utilisé ici",
    taken:
      "Il y a déjà des conversations dans ce navigateur. Ouvre le lien dans un autre navigateur, ou supprime d’abord ce qui est ici. Le lien reste valable deux jours.",
    kiosk: "C’est un ordinateur partagé, où rien ne peut être gardé. Ouvre le lien sur un appareil à toi.",
  },

  backup: {
    heading: "Fichier de sauvegarde",
    lead: "Tes profils, contacts et messages, avec leurs clés, dans un seul fichier au format ouvert age. Quiconque a le fichier et sa phrase secrète a tes conversations : personne d’autre ne peut le lire, nous non plus.",
    once: "Ne l’utilise qu’à un endroit. Une fois la sauvegarde faite, cette copie s’arrête jusqu’à ce que tu dises qu’elle continue ici : deux copies d’un profil perdent des messages.",
    part: "Quoi",
    all: "Tous les profils",
    by: "Protégée par",
    byPassphrase: "Phrase secrète",
    byKey: "Clé de récupération",
    passphrase: "Phrase secrète de la sauvegarde",
    repeat: "Répéter la phrase secrète de la sauvegarde",
    hint: "Elle peut être différente de celle qui ouvre tes conversations ici.",
    keyLead:
      "Une clé de 77 caractères ouvre la sauvegarde, et rien d’autre. Garde-la là où le fichier n’est pas. Elle résiste aussi aux ordinateurs quantiques.",
    makeKey: "Créer une clé de récupération",
    key: "Clé de récupération",
    copy: "Copier la clé",
    copied: "Copié",
    kept: "J’ai gardé la clé en lieu sûr",
    make: "Faire la sauvegarde",
    making: "Tout est en train d’être chiffré. Rien n’est reçu d’ici là.",
    again: "Enregistrer encore le fichier",
  },

  restore: {
    open: "Restaurer une sauvegarde",
    heading: "Restaurer une sauvegarde",
    lead: "Tes conversations continuent ici. Ne les continue pas là où la sauvegarde a été faite.",
    file: "Choisir le fichier",
    chosen: (name: string) => `Fichier : ${name}`,
    none: "Choisis d’abord la sauvegarde.",
    by: "Protégée par",
    passphrase: "Phrase secrète de la sauvegarde",
    key: "Clé de récupération",
    wrongKey: "Cette clé n’ouvre pas cette sauvegarde. Copie la clé entière, elle commence par AGE-SECRET-KEY.",
    wrongPassphrase: "Cette phrase secrète n’ouvre pas cette sauvegarde.",
    newLead: "Choisis la phrase secrète qui ouvrira désormais tes conversations dans ce navigateur.",
    restore: "Restaurer",
    back: "Retour",
  },

  data: {
    lead: "Tout est sur cet appareil, chiffré. Les serveurs ne gardent que les messages qui n’ont pas encore été récupérés.",
    privateLead: "C’est une session privée : elle est dans la mémoire de cet onglet et nulle part ailleurs.",
    used: (size: string) => `Cette page utilise ${size} ici.`,
    unknown: "Ce navigateur ne dit pas combien de place est utilisée.",
    persisted: "Le navigateur le garde jusqu’à ce que tu le supprimes.",
    notPersisted: "Le navigateur peut le supprimer quand la place manque.",
    persist: "Demander au navigateur de le garder",
    refused: "Le navigateur n’a pas accepté. Il le fait souvent pour les pages installées ou utilisées régulièrement.",
    destroy: "Tout supprimer ici",
    destroyMeans:
      "Supprime tous les profils, contacts et messages de cet appareil. Tes contacts n’en sont pas informés, et gardent ce que tu as écrit. Une sauvegarde peut tout ramener.",
    destroyHeading: "Supprimer tout ce qui est gardé ici ?",
    destroyConfirm: "Tout supprimer",
    cancel: "Annuler",
  },
}
