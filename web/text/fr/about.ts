/** French; see ../README.md. The same keys as ../en/about.ts. */
import type { Words } from "../catalogue.ts"
import type { about as en } from "../en/about.ts"
import { plural } from "../plural.ts"

const count = plural("fr")

export const about: Words<typeof en> = {
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
