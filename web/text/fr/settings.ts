/** French; see ../README.md. The same keys as ../en/settings.ts. */
import type { OperatorId, ServerProtocol } from "../../../worker/api.ts"
import type { Settings } from "../../state/settings.ts"
import type { Words } from "../catalogue.ts"
import type { settings as en } from "../en/settings.ts"
import { number, plural, unit } from "../plural.ts"

const count = plural("fr")

const timeOf = (minutes: Settings["lockAfter"]) =>
  minutes === 0 ? "Désactivé" : minutes === 60 ? unit("hour", 1) : unit("minute", minutes)

export const settings: Words<typeof en> = {
  heading: "Réglages",
  back: "Retour aux conversations",
  backToSettings: "Retour aux réglages",
  sections: {
    lock: "Confidentialité et verrou",
    backup: "Sauvegarde",
    data: "Tes données",
    files: "Fichiers et stockage",
    messages: "Messages",
    servers: "Serveurs",
    network: "Réseau",
    notices: "Notifications",
    look: "Apparence",
    help: "Aide",
    about: "À propos",
  },
  means: {
    lock: "Quand tes conversations se verrouillent, et ce qui les ouvre",
    backup: "Un fichier chiffré avec tout",
    data: "Ce qui est sur cet appareil",
    files: "Ce qui arrive tout seul, et la place que cela prend",
    messages: "Leurs liens, et le chemin qu’ils prennent",
    servers: "Qui transporte tes messages",
    network: "Quel chemin prennent tes messages, qui voit quoi",
    notices: "Ce qu’on te dit quand tu ne regardes pas",
    look: "Langue, thème, couleurs, fond et taille du texte",
    help: "Comment ça marche, et les touches",
    about: "Les nouveautés, et comment vérifier ce qui s’exécute ici",
  },
  messages: {
    cleanLinks: "Retirer le pistage des liens",
    cleanLinksMeans:
      "Les liens que tu envoies n’ont pas de paramètres qui disent aux pages qui les a transmis. Quand tu ouvres un tel lien, on te demande.",
    showProxied: "Montrer le routage privé",
    showProxiedMeans: "Marque tes messages passés par un autre serveur, qui cache où tu es.",
  },
  files: {
    itself: "Se télécharge tout seul",
    itselfMeans: "Les petits médias arrivent avec leur message. Tout le reste attend que tu le demandes.",
    images: "Images",
    imagesMeans: "Jusqu’à 510 Ko.",
    voice: "Messages vocaux",
    voiceMeans: "Jusqu’à 510 Ko.",
    videos: "Vidéos",
    videosMeans: "Jusqu’à 1 Mo. Les plus grandes montrent une image jusqu’à ce que tu les télécharges.",
    servers: "Serveurs de fichiers",
    ask: "Demander avant les fichiers d’autres serveurs",
    askMeans:
      "L’expéditeur choisit les serveurs d’un fichier. Ceux que ni toi ni tes opérateurs n’avez choisis ne sont sollicités que si tu acceptes : ils voient quand le fichier est récupéré, et depuis quel pont.",
    storage: "Stockage",
    none: "Il n’y a pas de fichiers sur cet appareil.",
    use: (size: string, files: number) =>
      `${count({ one: "# fichier prend", other: "# fichiers prennent" }, files)} ${size} sur cet appareil.`,
    otherProfiles: "Cela comprend les fichiers de tes autres profils.",
    free: (size: string) => `Il reste de la place pour ${size}.`,
    inMemory: (size: string) =>
      `Dans une session privée, les fichiers sont dans la mémoire de cet onglet. Il reste de la place pour ${size}.`,
    ofChat: (size: string, files: number) => `${count({ one: "# fichier", other: "# fichiers" }, files)}, ${size}`,
    deleteOf: (name: string) => `Supprimer les fichiers de ${name}`,
    delete: "Supprimer les fichiers",
    deleteAll: "Supprimer tous les fichiers",
    deleteHeading: (name: string) => `Supprimer les fichiers de ${name} ?`,
    deleteAllHeading: "Supprimer tous les fichiers ?",
    deleteMeans: "Ils sont supprimés de cet appareil. Les messages restent, et tes contacts gardent leurs copies.",
    fromServers: "Reprendre aussi ce que j’ai envoyé",
    fromServersMeans: "Ceux qui n’ont pas encore téléchargé un de tes fichiers ne le peuvent plus.",
    confirm: "Supprimer",
    cancel: "Annuler",
    deleted: "Les fichiers ont été supprimés.",
  },

  private: {
    keepLead:
      "Tes conversations continuent telles quelles, enregistrées sur cet appareil seulement, chiffrées avec une phrase secrète que toi seul connais.",
  },

  lock: {
    now: "Verrouiller maintenant",
    nowMeans:
      "Arrête la partie de la page qui a tes clés. Tant qu’elle est verrouillée, rien n’est reçu : les messages attendent sur leurs serveurs. Les fichiers en route continuent quand tu déverrouilles.",
    auto: "Verrouiller automatiquement",
    after: "Sans saisie après",
    hidden: "Page masquée pendant",
    time: timeOf,
    autoMeans: "Quelqu’un d’autre qui s’assied ici a alors besoin de ta phrase secrète.",
    mediaBlur: "Flouter images et vidéos",
    mediaBlurs: { off: "Non", soft: "Léger", medium: "Moyen", strong: "Fort" },
    mediaBlurMeans: "Jusqu’à ce que tu les touches. Les images des personnes et des liens sont montrées.",
    blur: "Flouter quand une autre fenêtre est devant",
    blurMeans: "Cache ce qui est à l’écran aux gens qui passent. Cela n’empêche pas les captures d’écran.",
    privateMeans:
      "Une session privée ne peut pas être verrouillée : ce qui n’est pas enregistré ne peut pas être rouvert. Garde tes conversations, ou termine-la.",
    change: "Changer la phrase secrète",
    changeLead: "Tes conversations restent telles quelles ; seul ce qui les ouvre change.",
    old: "Phrase secrète actuelle",
    next: "Nouvelle phrase secrète",
    repeat: "Répéter la nouvelle phrase secrète",
    changed: "La phrase secrète a été changée.",
    different: "Les deux phrases secrètes ne sont pas identiques.",
    links: "Tes liens",
    linksMeans:
      "Sous quelle forme tes liens à usage unique et ton adresse sont montrés. Tu peux en choisir une autre pour chaque lien. Quelle que soit la forme, aucun serveur n’apprend de qui vient un lien : c’est derrière le # et jamais envoyé.",
    destruct: "Phrase d’autodestruction",
    destructLead:
      "Une seconde phrase secrète. Quiconque l’entre pour déverrouiller supprime tout ce qui est gardé ici et voit un profil vide sous le nom ci-dessous. Rien ne révèle qu’elle existe, pas même cette page.",
    destructPassphrase: "Phrase d’autodestruction",
    destructName: "Nom du profil vide",
    destructSet: "Définir",
    destructRemove: "La retirer",
    destructDone: "La phrase d’autodestruction est définie.",
    destructRemoved: "Il n’y a plus de phrase d’autodestruction.",
    destructSame: "Choisis-en une d’au moins 6 caractères qui n’est pas la phrase ouvrant tes conversations.",
  },

  passkeys: {
    heading: "Clés d’accès",
    lead: "Déverrouille avec ton empreinte, ton visage, un téléphone ou une clé de sécurité au lieu de taper la phrase secrète, qui reste valable. Quiconque peut utiliser la clé d’accès peut ouvrir tes conversations : la phrase d’autodestruction n’en protège pas.",
    hint: "La clé d’accès s’appelle Unlisted et ne contient rien sur toi. Si ton navigateur garde les clés d’accès dans un nuage, ce nuage apprend que tu utilises cette page.",
    add: "Ajouter une clé d’accès",
    added: "La clé d’accès ouvre maintenant tes conversations.",
    remove: "Retirer",
    removed: "La clé d’accès n’ouvre plus rien. Tu peux la supprimer là où tes clés d’accès sont gardées.",
    one: (onDevice: boolean, when: string) =>
      onDevice
        ? `Gardée par cet appareil, ajoutée le ${when}`
        : `Sur un téléphone ou une clé de sécurité, ajoutée le ${when}`,
    unavailable:
      "Ce navigateur ne peut pas ouvrir des conversations chiffrées avec une clé d’accès. Les versions récentes de Chrome, Edge, Safari et Firefox le peuvent ; ta phrase secrète fonctionne toujours.",
    problem: {
      CANCELLED: "Aucune clé d’accès n’a été ajoutée : c’était annulé, trop long, ou cet appareil en a déjà une ici.",
      UNSUPPORTED:
        "Cette clé d’accès sait identifier mais pas chiffrer ; elle ne peut donc pas ouvrir tes conversations. Essaie un autre appareil ou une autre clé de sécurité.",
    },
  },
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

  servers: {
    lead: "Un nouveau contact ou une nouvelle adresse est créé sur l’un de ces serveurs, choisi au hasard. Un serveur voit quand des blocs de taille égale vont et viennent, jamais ce qu’ils contiennent, qui tu es, ni à qui ils sont destinés. Les conversations que tu as restent où elles sont.",
    smp: "Serveurs de messages",
    xftp: "Serveurs de fichiers",
    operator: (id: OperatorId) => ({ simplex: "SimpleX Chat", flux: "Flux" })[id],
    source: { preset: "Prédéfini", host: "De l’hôte de cette page", own: "À toi" },
    use: (host: string) => `Utiliser ${host}`,
    useOperator: (name: string) => `Utiliser les serveurs de ${name}`,
    conditions: "Conditions d’utilisation",
    accept: "Accepter les conditions",
    accepted: "Tu as accepté les conditions.",
    test: "Tester",
    testOf: (host: string) => `Tester ${host}`,
    remove: "Retirer",
    removeOf: (host: string) => `Retirer ${host}`,
    works: "Fonctionne.",
    fails: (step: string) => `Ne fonctionne pas, étape : ${step}.`,
    steps: {
      connect: "connexion",
      create: "création d’une file",
      secure: "sécurisation de la file",
      send: "envoi",
      receive: "réception",
      delete: "suppression de la file",
    },
    password: "avec mot de passe",
    none: (protocol: ServerProtocol) =>
      protocol === "smp"
        ? "Aucun serveur de messages n’est activé : personne de nouveau ne peut te joindre."
        : "Aucun serveur de fichiers n’est activé.",
    noProxy: "Aucun serveur n’est activé pour transmettre tes messages en privé.",
    add: "Ajouter un serveur",
    address: "Adresse du serveur",
    addressHint: "smp:// ou xftp://, puis l’empreinte, peut-être un mot de passe, et l’hôte.",
    addButton: "Ajouter le serveur",
  },

  network: {
    lead: "Toutes les connexions passent par l’hôte de cette page, car les navigateurs ne peuvent pas les établir. Il les mène à tes serveurs et voit ton adresse sur internet, quels serveurs tu utilises, quand, et combien de blocs. Il ne peut pas les lire. Ce que tu règles ici vaut pour tous tes profils.",
    routing: "Routage privé des messages",
    routingMeans:
      "Les messages vont d’abord à l’un de tes serveurs, qui les transmet. Le serveur de ton contact n’apprend alors pas quelles connexions sont les tiennes, et le tien n’apprend pas pour quelle file est un message.",
    use: "L’utiliser pour",
    routings: { always: "Tous les serveurs", unknown: "Les serveurs que je n’utilise pas", never: "Aucun serveur" },
    fallback: "Si aucun ne peut transmettre un message",
    fallbacks: { allow: "L’envoyer directement", prohibit: "Ne pas l’envoyer" },
    fallbackMeans:
      "Envoyé directement, un message reste chiffré de bout en bout, et le serveur de ton contact ne voit toujours pas ton adresse : c’est l’hôte de cette page qui se connecte.",
    tor: "Tor",
    torMeans:
      "Que l’hôte de cette page se connecte par Tor dépend de lui. S’il le fait, ceci décide de ce qui peut partager un chemin. Pour cacher ta propre adresse à l’hôte, ouvre cette page dans Tor Browser.",
    isolation: "Un chemin à part pour chaque",
    isolations: { profile: "Profil", session: "Démarrage", server: "Serveur", connection: "Contact" },
    isolationMeans: "Plus c’est fin, moins un serveur peut voir ce qui va ensemble, et plus il y a de connexions.",
    onion: "Adresses onion des serveurs",
    onions: { never: "Jamais", prefer: "S’il y en a une", required: "Seulement celles-ci" },
    inUse: "Serveurs utilisés",
    state: {
      online: "Connecté.",
      connecting: "Connexion…",
      offline: "Non connecté.",
      null: "Encore rien à quoi se connecter.",
      stopped: "Arrêté.",
    },
    counts: (queues: number, received: number, sent: number) =>
      `${count({ one: "À l’écoute pour # conversation.", other: "À l’écoute pour # conversations." }, queues)} Reçus : ${number(received)}, envoyés : ${number(sent)}.`,
    elsewhere: (queues: number) =>
      count(
        {
          one: "# utilisé à un autre endroit : ce profil est-il ouvert deux fois ?",
          other: "# utilisés à un autre endroit : ce profil est-il ouvert deux fois ?",
        },
        queues,
      ),
    since: (when: string) => `Compté sur cet appareil depuis le ${when}, pour toi seul.`,
    reconnect: "Se reconnecter",
    reset: "Recommencer à compter",
    times: "Délais",
    timesMeans:
      "De plus longs aident sur les réseaux lents ; de plus courts disent plus tôt qu’un serveur est injoignable.",
    connectTimeout: "Abandonner la connexion après",
    commandTimeout: "Abandonner l’attente d’une réponse après",
    ping: "Vérifier une connexion silencieuse toutes les",
    seconds: (seconds: number) => unit("second", seconds),
    minutes: (minutes: number) => unit("minute", minutes),
    noPing: "Jamais",
    stop: "Arrêter d’envoyer et de recevoir",
    start: "Recommencer à envoyer et recevoir",
    stopMeans:
      "À l’arrêt, cette page ne se connecte à rien : les messages attendent sur leurs serveurs, et les tiens ici, jusqu’à ce que tu redémarres ou rouvres la page.",
  },
  bridge: {
    heading: "Pont",
    lead: "Le programme qui établit les connexions. Celui qui le fait tourner voit ton adresse sur internet, quels serveurs tu utilises, quand, et combien de blocs ; jamais ce qu’ils contiennent. Avec un autre pont, l’hôte de cette page voit seulement que tu récupères la page.",
    ofHost: (host: string) => `Utilisé : le pont de l’hôte de cette page, ${host}.`,
    other: (host: string) => `Utilisé : ${host}, sur cet appareil seulement.`,
    none: "L’hôte de cette page ne permet pas d’autre pont. Celui qui l’héberge peut changer cela.",
    address: "Adresse d’un autre pont",
    these: (hosts: readonly string[]) => `L’hôte de cette page permet : ${hosts.join(", ")}.`,
    any: "L’hôte de cette page les permet tous. L’autre pont doit admettre cette page.",
    use: "Utiliser ce pont",
    back: "Utiliser le pont de l’hôte",
  },
  directFiles: {
    heading: "Fichiers sans le pont",
    lead: "Les fichiers passent aussi par le pont : le serveur de fichiers voit l’adresse du pont au lieu de la tienne, et le pont voit quels serveurs de fichiers tu utilises, quand, et combien. Un serveur de fichiers qui accepte les pages web peut aussi être joint directement. Aucun des deux ne peut lire un fichier.",
    use: "Récupérer et envoyer les fichiers directement si un serveur le permet",
    means:
      "Le serveur voit alors ton adresse sur internet, le type de ton navigateur et l’adresse de cette page, et l’hôte de cette page ne transporte pas les fichiers. Tous tes profils partagent une seule connexion à un serveur, qui peut donc savoir qu’ils vont ensemble. Les serveurs que ni toi ni tes opérateurs n’avez choisis sont toujours joints par le pont.",
    none: "L’hôte de cette page ne le permet pas. Celui qui l’héberge peut changer cela.",
    these: (hosts: readonly string[]) => `L’hôte de cette page le permet pour : ${hosts.join(", ")}.`,
    any: "L’hôte de cette page le permet pour tous les serveurs.",
    off: "Utilisé : le pont, pour tous les fichiers.",
    unused: "Aucun fichier récupéré ni envoyé depuis le démarrage.",
    ways: {
      direct: (host: string) => `Utilisé : directement vers ${host}.`,
      bridge: (host: string) => `Utilisé : le pont pour ${host}, qui ne peut pas être joint directement.`,
    },
  },
  notices: {
    lead: "Tu es prévenu tant que cette page est ouverte, aussi en arrière-plan. Un navigateur ne peut pas réveiller une page fermée : aucun serveur ne sait qu’un message est pour toi.",
    privateLead: "Tu es prévenu jusqu’à la fin de cette session.",
    show: "Montrer dans une notification",
    modes: { off: "Rien", hidden: "Qu’il y a quelque chose", contact: "Qui a écrit", message: "Qui et quoi" },
    modesMean: {
      off: "Le nombre de messages non lus figure dans le titre et sur l’icône, autant que le navigateur le peut.",
      hidden: "« Nouveau message », sans nom. Le mieux là où d’autres voient ton écran.",
      contact: "Le nom, et que la personne a écrit ou veut se connecter.",
      message:
        "Le nom et le début du message. Ton système le montre, peut-être sur l’écran verrouillé, et certains le gardent.",
    },
    ask: "Autoriser les notifications",
    notAsked: "Le navigateur doit l’autoriser une fois.",
    denied: "Le navigateur n’autorise pas les notifications de cette page. Change cela dans ses réglages pour ce site.",
    unsupported: "Ce navigateur ne peut pas montrer de notifications.",
    sound: "Son",
    soundMeans: "Un son bref avec chaque notification. Pas pour les conversations muettes.",
    soundTry: "L’écouter",
    previews: "Derniers messages dans la liste",
    previewsMean: "Sans eux, la liste ne montre que des noms.",
    muted:
      "Les conversations et profils muets n’annoncent rien. Rends une conversation muette sur la page de son contact.",
  },

  look: {
    lead: "Seulement ton apparence à toi. Gardée avec tes conversations, aussi dans les sauvegardes.",
    privateLead: "Seulement ton apparence à toi, jusqu’à la fin de cette session.",
    language: "Langue",
    languageBrowser: "Comme le navigateur",
    theme: "Thème",
    themes: { system: "Comme le système", light: "Clair", dark: "Sombre", black: "Noir" },
    accent: "Couleur",
    accents: {
      petrol: "Pétrole",
      blue: "Bleu",
      violet: "Violet",
      rose: "Rose",
      amber: "Ambre",
      moss: "Mousse",
      own: "À toi",
    },
    hue: "Ta couleur",
    hueMeans: "Toute couleur reste lisible : seul son angle sur le cercle chromatique change.",
    size: "Taille du texte",
    sizes: { small: "Petite", normal: "Normale", large: "Grande", larger: "Plus grande" },
    corners: "Forme des messages",
    corner: { round: "Ronde", soft: "Douce", square: "Carrée" },
    tail: "Un coin qui montre qui a écrit",
    faces: "Images de profil",
    face: { circle: "Cercle", rounded: "Arrondie", square: "Carrée" },
    wallpaper: "Fond",
    wallpapers: {
      none: "Aucun",
      dots: "Points",
      grid: "Grille",
      waves: "Vagues",
      leaves: "Feuilles",
      stars: "Étoiles",
      own: "Ton image",
    },
    picture: "Choisir une image",
    pictureGone: "Retirer l’image",
    pictureMeans: "Elle est gardée, chiffrée, avec tes conversations. Personne d’autre ne la voit.",
    pictureBad: "Cette image ne peut pas être utilisée. Essaie une autre.",
    example: "Exemple",
    exampleTheirs: "On se retrouve à quatre heures ?",
    exampleMine: "À tout à l’heure.",
    keys: "Raccourcis clavier",
    keysMean: "Désactive-les s’ils gênent un lecteur d’écran ou la commande vocale.",
  },
  help: {
    keys: "Raccourcis clavier",
    questions: [
      [
        "Comment joindre quelqu’un ?",
        "Crée un lien à usage unique et envoie-le comme tu veux, ou laisse scanner son code. Le premier qui l’ouvre est connecté avec toi. Pour beaucoup de gens, crée une adresse SimpleX : tu décides qui peut écrire.",
      ],
      [
        "Quelles apps peuvent-ils utiliser ?",
        "Unlisted dans n’importe quel navigateur, ou n’importe quelle app SimpleX. Il ne leur faut ni compte, ni numéro de téléphone, ni adresse e-mail, et à toi non plus.",
      ],
      [
        "Qui peut lire mes messages ?",
        "Toi et la personne à qui tu écris. Tout est chiffré sur ton appareil, aussi contre les futurs ordinateurs quantiques. Les serveurs transmettent des blocs de taille égale et ne savent pas qui tu es.",
      ],
      [
        "Comment savoir que c’est vraiment elle ?",
        "Ouvre le contact et comparez le code de sécurité en vous rencontrant ou au téléphone. Si vous voyez le même, personne ne se tient entre vous.",
      ],
      [
        "Pourquoi un message dit-il « Envoyé » et pas « Remis » ?",
        "Il attend sur son serveur que l’autre soit de nouveau en ligne. Les serveurs gardent les messages trois semaines.",
      ],
      [
        "Que perd-on en fermant la page ?",
        "Dans une session privée tout, aussitôt : c’est son but. Avec « Garder mes conversations » rien : elles attendent ici, chiffrées, ta phrase secrète. Page fermée, rien n’arrive ; les messages attendent sur leurs serveurs.",
      ],
      [
        "Puis-je passer sur un autre appareil ?",
        "Oui, avec une sauvegarde : un fichier chiffré que tu restaures là-bas. Ne continue qu’à un endroit, sinon des messages se perdent.",
      ],
      [
        "Et si j’oublie la phrase secrète ?",
        "Personne ne peut alors ouvrir tes conversations, nous non plus. Note-la, garde-la dans un gestionnaire de mots de passe, ou ajoute une clé d’accès.",
      ],
    ],
  },
  news: {
    heading: "Nouveautés",
    list: [
      "Six langues, aussi de droite à gauche.",
      "Des notifications tant que la page est ouverte, avec autant de détails que tu veux.",
      "Messages vocaux, fichiers et images ; messages en direct et éphémères.",
      "Profils cachés et muets, clés d’accès, passage dans un autre navigateur par un seul lien.",
      "Thèmes, couleurs et fonds à toi ; tout au clavier.",
    ],
  },

  about: {
    version: (version: string) => `Unlisted ${version}`,
    lead: "Une messagerie pour le réseau SimpleX qui est une page web. Logiciel libre, AGPL-3.0-or-later. Indépendante de SimpleX Chat Ltd.",
    build: "Ce qui s’exécute ici",
    checking: "Lecture de chaque fichier de cette page…",
    hash: "Empreinte de cette version",
    same: (files: number) =>
      count(
        {
          one: "Le fichier que ton navigateur a est celui de la liste de l’hôte.",
          other: "Les # fichiers que ton navigateur a sont tous ceux de la liste de l’hôte.",
        },
        files,
      ),
    differs: (files: readonly string[]) =>
      `Ton navigateur a d’autres fichiers que ceux de la liste de l’hôte : ${files.join(", ")}. Une nouvelle version attend peut-être ; si cela ne cesse pas, ne fais pas confiance à cette page.`,
    unavailable: "L’hôte est injoignable, ou ne donne pas de liste de fichiers.",
    means:
      "Compare l’empreinte avec celle que publient les gens qui ont fait cette version, ailleurs qu’ici. Elle montre que l’hôte te donne les mêmes fichiers qu’à tous ceux qui comparent. Elle ne peut pas prouver qu’ils sont bons : une page changée par l’hôte pourrait aussi montrer une fausse empreinte. Qui veut être sûr construit la page depuis son code source, ce qui donne les mêmes fichiers octet pour octet, et compare hashes.txt.",
    again: "Vérifier encore",
    developer: "Infos pour développeurs",
    developerLead:
      "Pour qui cherche une erreur : les versions, et combien de quoi est enregistré ici. Rien n’y dit à qui tu parles, et seul celui à qui tu le donnes le reçoit.",
    developerShow: "Afficher",
    developerCopy: "Copier",
  },
}
