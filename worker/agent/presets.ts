/**
 * SMP servers that every SimpleX app knows: short links on them may leave out key hash, port and further hosts.
 *
 * Peer:  Simplex.Chat.Operators.Presets, allPresetServers (simplex-chat 6.4.5), facts only.
 * Note:  servers are never removed from this list, or links that people have shared would stop working; smp4-7 take no
 *        new queues but still serve old ones.
 */
import { parseServerAddress, type Server } from "../encoding/server.ts"

/** host, key hash, onion host */
// biome-ignore format: a table
const table = [
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

/** All of them; hosts in the order of the apps, port the default. */
export const presetServers: readonly Server[] = table.map(
  ([host, keyHash, onion]) => parseServerAddress(`smp://${keyHash}@${host},${onion}.onion`, "smp").server,
)
