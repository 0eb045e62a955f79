/** French; see ../README.md. The same keys as ../en/lock.ts. */
import type { Settings } from "../../state/settings.ts"
import type { Words } from "../catalogue.ts"
import type { lock as en } from "../en/lock.ts"
import { unit } from "../plural.ts"

const timeOf = (minutes: Settings["lockAfter"]) =>
  minutes === 0 ? "Désactivé" : minutes === 60 ? unit("hour", 1) : unit("minute", minutes)

export const lock: Words<typeof en> = {
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
}
