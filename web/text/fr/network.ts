/** French; see ../README.md. The same keys as ../en/network.ts. */
import type { OperatorId, ServerProtocol } from "../../../worker/api.ts"
import type { Words } from "../catalogue.ts"
import type { network as en } from "../en/network.ts"
import { number, plural, unit } from "../plural.ts"

const count = plural("fr")

export const network: Words<typeof en> = {
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
}
