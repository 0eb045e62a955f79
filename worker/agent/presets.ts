/**
 * Operators and servers that every SimpleX app knows.
 *
 * Short links on these SMP servers may leave out key hash, port and further hosts. Some of each operator's servers,
 * chosen at random for every profile, take its new queues and files.
 *
 * Peer:  Simplex.Chat.Operators.Presets; Simplex.Chat, defaultChatConfig; Simplex.FileTransfer.Client.Presets;
 *        Simplex.Chat.Operators, usageConditionsCommit (simplex-chat 6.4.5, the lists are the same in 7.0), facts only.
 * Note:  servers are never removed from the SMP list, or links that people have shared would stop working; smp4-6 take no
 *        new queues but still serve old ones, smp7 is in links only.
 */
import type { OperatorId, ServerProtocol, ServerRoles } from "../api.ts"
import { parseServerAddress, type Server } from "../encoding/server.ts"

/** host, key hash, onion host */
// biome-ignore format: a table
const smpTable = [
  ["smp4.simplex.im", "u2dS9sG8nMNURyZwqASV4yROM28Er0luVTx5X1CsMrU=", "o5vmywmrnaxalvz6wi3zicyftgio6psuvyniis6gco6bp6ekl4cqj4id"],
  ["smp5.simplex.im", "hpq7_4gGJiilmz5Rf-CswuU5kZGkm_zOIooSw6yALRg=", "jjbyvoemxysm7qxap7m5d5m35jzv5qq6gnlv7s4rsn7tdwwmuqciwpid"],
  ["smp6.simplex.im", "PQUV2eL0t7OStZOoAsPEV2QYWt4-xilbakvGUGOItUo=", "bylepyau3ty4czmn77q4fglvperknl4bi2eb2fdy2bh4jxtf32kf73yd"],
  ["smp7.simplex.im", "8Af90NX2TTkKEJAF1RCg69P_Odg2Z-6_J6DOKUqK3rQ=", "dbxqutskmmbkbrs7ofi7pmopeyhgi5cxbjbh4ummgmep4r6bz4cbrcid"],
  ["smp8.simplex.im", "0YuTwO05YJWS8rkjn9eLJDjQhFKvIYd8d4xG8X1blIU=", "beccx4yfxxbvyhqypaavemqurytl6hozr47wfc7uuecacjqdvwpw2xid"],
  ["smp9.simplex.im", "SkIkI6EPd2D63F4xFKfHk7I1UGZVNn6k1QWZ5rcyr6w=", "jssqzccmrcws6bhmn77vgmhfjmhwlyr3u7puw4erkyoosywgl67slqqd"],
  ["smp10.simplex.im", "6iIcWT_dF2zN_w5xzZEY7HI2Prbh3ldP07YTyDexPjE=", "rb2pbttocvnbrngnwziclp2f4ckjq65kebafws6g4hy22cdaiv5dwjqd"],
  ["smp11.simplex.im", "1OwYGt-yqOfe2IyVHhxz3ohqo3aCCMjtB-8wn4X_aoY=", "6ioorbm6i3yxmuoezrhjk6f6qgkc4syabh7m3so74xunb5nzr4pwgfqd"],
  ["smp12.simplex.im", "UkMFNAXLXeAAe0beCa4w6X_zp18PwxSaSjY17BKUGXQ=", "ie42b5weq7zdkghocs3mgxdjeuycheeqqmksntj57rmejagmg4eor5yd"],
  ["smp14.simplex.im", "enEkec4hlR3UtKx2NMpOUK_K4ZuDxjWBO1d9Y4YXVaA=", "aspkyu2sopsnizbyfabtsicikr2s4r3ti35jogbcekhm3fsoeyjvgrid"],
  ["smp15.simplex.im", "h--vW7ZSkXPeOUpfxlFGgauQmXNFOzGoizak7Ult7cw=", "oauu4bgijybyhczbnxtlggo6hiubahmeutaqineuyy23aojpih3dajad"],
  ["smp16.simplex.im", "hejn2gVIqNU6xjtGM3OwQeuk8ZEbDXVJXAlnSBJBWUA=", "p3ktngodzi6qrf7w64mmde3syuzrv57y55hxabqcq3l5p6oi7yzze6qd"],
  ["smp17.simplex.im", "ZKe4uxF4Z_aLJJOEsC-Y6hSkXgQS5-oc442JQGkyP8M=", "ogtwfxyi3h2h5weftjjpjmxclhb5ugufa5rcyrmg7j4xlch7qsr5nuqd"],
  ["smp18.simplex.im", "PtsqghzQKU83kYTlQ1VKg996dW4Cw4x_bvpKmiv8uns=", "lyqpnwbs2zqfr45jqkncwpywpbtq7jrhxnib5qddtr6npjyezuwd3nqd"],
  ["smp19.simplex.im", "N_McQS3F9TGoh4ER0QstUf55kGnNSd-wXfNPZ7HukcM=", "i53bbtoqhlc365k6kxzwdp5w3cdt433s7bwh3y32rcbml2vztiyyz5id"],
  ["smp1.simplexonflux.com", "xQW_ufMkGE20UrTlBl8QqceG1tbuylXhr9VOLPyRJmw=", "qb4yoanyl4p7o33yrknv4rs6qo7ugeb2tu2zo66sbebezs4cpyosarid"],
  ["smp2.simplexonflux.com", "LDnWZVlAUInmjmdpQQoIo6FUinRXGe0q3zi5okXDE4s=", "yiqtuh3q4x7hgovkomafsod52wvfjucdljqbbipg5sdssnklgongxbqd"],
  ["smp3.simplexonflux.com", "1jne379u7IDJSxAvXbWb_JgoE7iabcslX0LBF22Rej0=", "a5lm4k7ufei66cdck6fy63r4lmkqy3dekmmb7jkfdm5ivi6kfaojshad"],
  ["smp4.simplexonflux.com", "xmAmqj75I9mWrUihLUlI0ZuNLXlIwFIlHRq5Pb6cHAU=", "qpcz2axyy66u26hfdd2e23uohcf3y6c36mn7dcuilcgnwjasnrvnxjqd"],
  ["smp5.simplexonflux.com", "rWvBYyTamuRCBYb_KAn-nsejg879ndhiTg5Sq3k0xWA=", "4ao347qwiuluyd45xunmii4skjigzuuox53hpdsgbwxqafd4yrticead"],
  ["smp6.simplexonflux.com", "PN7-uqLBToqlf1NxHEaiL35lV2vBpXq8Nj8BW11bU48=", "hury6ot3ymebbr2535mlp7gcxzrjpc6oujhtfxcfh2m4fal4xw5fq6qd"],
] as const

/** host, key hash, onion host */
// biome-ignore format: a table
const xftpTable = [
  ["xftp1.simplex.im", "da1aH3nOT-9G8lV7bWamhxpDYdJ1xmW7j3JpGaDR5Ug=", "blisztokwh6alt5oem45f2eksm2xdowxszmhjesntcyolmhutoon7sid"],
  ["xftp2.simplex.im", "5vog2Imy1ExJB_7zDZrkV1KDWi96jYFyy9CL6fndBVw=", "jk6jybnel5hin2am5omd7g3hyvb4tfkyl7ea4vx5ldi7gpvz5ogqtcqd"],
  ["xftp3.simplex.im", "PYa32DdYNFWi0uZZOprWQoQpIk5qyjRJ3EF7bVpbsn8=", "pqhchr4bpkzef5wra4hnmzvppn5j5mjrpzkh5ixx6mhylnxxd6lmwnad"],
  ["xftp4.simplex.im", "k_GgQl40UZVV0Y4BX9ZTyMVqX5ZewcLW0waQIl7AYDE=", "q2lrjgiyo2efyweksavwxh3dlsrxetaxjztde2x5nateugrtrwzvmdid"],
  ["xftp5.simplex.im", "-bIo6o8wuVc4wpZkZD3tH-rCeYaeER_0lz1ffQcSJDs=", "2kikdbdhlrluburwt6q6rnoxvezcm2ifx2hj463jlunkeftlzm7hf3qd"],
  ["xftp6.simplex.im", "6nSvtY9pJn6PXWTAIMNl95E1Kk1vD7FM2TeOA64CFLg=", "tg3fmu6houq7vfqlsipm2qqzhtpgxesnuydqozx3khojxydhs53sbbyd"],
  ["xftp1.simplexonflux.com", "92Sctlc09vHl_nAqF2min88zKyjdYJ9mgxRCJns5K2U=", "apl3pumq3emwqtrztykyyoomdx4dg6ysql5zek2bi3rgznz7ai3odkid"],
  ["xftp2.simplexonflux.com", "YBXy4f5zU1CEhnbbCzVWTNVNsaETcAGmYqGNxHntiE8=", "c5jjecisncnngysah3cz2mppediutfelco4asx65mi75d44njvua3xid"],
  ["xftp3.simplexonflux.com", "ARQO74ZSvv2OrulRF3CdgwPz_AMy27r0phtLSq5b664=", "dc4mohiubvbnsdfqqn7xhlhpqs5u4tjzp7xpz6v6corwvzvqjtaqqiqd"],
  ["xftp4.simplexonflux.com", "ub2jmAa9U0uQCy90O-fSUNaYCj6sdhl49Jh3VpNXP58=", "4qq5pzier3i4yhpuhcrhfbl6j25udc4czoyascrj4yswhodhfwev3nyd"],
  ["xftp5.simplexonflux.com", "Rh19D5e4Eez37DEE9hAlXDB3gZa1BdFYJTPgJWPO9OI=", "q7itltdn32hjmgcqwhow4tay5ijetng3ur32bolssw32fvc5jrwvozad"],
  ["xftp6.simplexonflux.com", "0AznwoyfX8Od9T_acp1QeeKtxUi676IBIiQjXVwbdyU=", "upvzf23ou6nrmaf3qgnhd6cn3d74tvivlmz3p7wdfwq6fhthjrjiiqid"],
] as const

const parsed = (scheme: ServerProtocol, table: readonly (readonly [string, string, string])[]): readonly Server[] =>
  table.map(
    ([host, keyHash, onion]) => parseServerAddress(`${scheme}://${keyHash}@${host},${onion}.onion`, scheme).server,
  )

/** All SMP servers that links may leave to us; hosts in the order of the apps, port the default. */
export const presetServers: readonly Server[] = parsed("smp", smpTable)

const both: ServerRoles = { storage: true, proxy: true }
const proxyOnly: ServerRoles = { storage: false, proxy: true }

export type Operator = {
  readonly id: OperatorId
  readonly name: string
  readonly legalName: string
  /** Their servers are at these domains and below. */
  readonly domains: readonly string[]
  readonly roles: Readonly<Record<ServerProtocol, ServerRoles>>
  /** How many of the operator's servers a profile gets at random. */
  readonly picked: Readonly<Record<ServerProtocol, number>>
}

export const operators: readonly Operator[] = [
  {
    id: "simplex",
    name: "SimpleX Chat",
    legalName: "SimpleX Chat Ltd",
    domains: ["simplex.im"],
    roles: { smp: both, xftp: both },
    picked: { smp: 4, xftp: 3 },
  },
  {
    id: "flux",
    name: "Flux",
    legalName: "InFlux Technologies Limited",
    domains: ["simplexonflux.com"],
    roles: { smp: proxyOnly, xftp: proxyOnly },
    picked: { smp: 3, xftp: 3 },
  },
]

/** Below the domain, not only ending like it: `notsimplex.im` is somebody else's, unlike at the peer. */
const isAt = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`)

/** Whose server it is by its hosts; null for nobody's that we know. */
export const operatorOf = (hosts: readonly string[]): OperatorId | null =>
  operators.find(o => o.domains.some(d => hosts.some(h => isAt(h.toLowerCase(), d))))?.id ?? null

/** `use`: whether new profiles may get it. */
export type Preset = { readonly server: Server; readonly operator: OperatorId; readonly use: boolean }

const retired: ReadonlySet<string> = new Set(["smp4.simplex.im", "smp5.simplex.im", "smp6.simplex.im"])
const linksOnly: ReadonlySet<string> = new Set(["smp7.simplex.im"])

const toPresets = (servers: readonly Server[]): readonly Preset[] =>
  servers.flatMap(server => {
    const [host = ""] = server.hosts
    const operator = operatorOf(server.hosts)
    return operator === null || linksOnly.has(host) ? [] : [{ server, operator, use: !retired.has(host) }]
  })

/** Servers in the lists of new profiles. */
export const presets: Readonly<Record<ServerProtocol, readonly Preset[]>> = {
  smp: toPresets(presetServers),
  xftp: toPresets(parsed("xftp", xftpTable)),
}

/** What operators' users agree to: a version of one document, the same for all of them. */
export const conditions = {
  commit: "7471fd2af5838dc0467aebc570b5ea75e5df3209",
  url: "https://github.com/simplex-chat/simplex-chat/blob/7471fd2af5838dc0467aebc570b5ea75e5df3209/PRIVACY.md",
} as const
