/**
 * Random profiles for incognito connections: a name of two words and nothing else.
 *
 * Peer:  Simplex.Chat.ProfileGenerator: an adjective and a noun, both with a capital letter, nothing between them.
 * Note:  the lists are our own, of words that the apps may choose as well: the name does not tell which app made it.
 */
import type { Random } from "../platform.ts"
import type { Profile } from "../store/chat.ts"

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

const adjectives = words(`
  Able Active Agile Alert Ample Ancient Attentive Awake Balanced Basic Bold Brave Bright Brisk Calm Careful Caring
  Casual Central Certain Charming Cheerful Civil Classic Clean Clear Clever Close Complete Confident Constant Cool
  Cordial Cosmic Cozy Crisp Curious Daring Dazzling Decent Deep Delicate Diligent Direct Discreet Divine Dreamy Dry
  Dynamic Eager Early Earnest Easy Elated Elegant Eminent Energetic Equal Eternal Even Exact Excellent Exotic Expert
  Fabulous Fair Faithful Famous Fancy Fast Fearless Festive Fine Firm Fit Flexible Fluent Focused Fond Formal Frank
  Fresh Friendly Frosty Full Funny Gallant Generous Gentle Genuine Giant Gifted Glad Gleaming Golden Good Graceful
  Gracious Grand Grateful Great Green Handy Happy Hardy Harmless Hearty Helpful Heroic High Honest Hopeful Humble
  Ideal Immense Jolly Jovial Joyful Keen Kind Large Lasting Legal Light Likable Little Lively Logical Long Loud Lovely
  Loyal Lucid Lucky Luminous Major Mature Mellow Merry Mighty Mild Modern Modest Musical Mysterious Native Natural
  Neat New Nice Nimble Noble Noted Novel Open Orderly Outgoing Patient Peaceful Perfect Playful Pleasant Polished
  Polite Popular Practical Precious Precise Pretty Proper Proud Prudent Punctual Pure Quick Quiet Radiant Rapid Rare
  Rational Ready Real Regal Reliable Rich Robust Round Royal Safe Scenic Secret Secure Sensible Serene Serious Sharp
  Shiny Silent Silver Simple Sincere Skillful Smart Smooth Social Soft Solid Special Splendid Spotless Stable Steady
  Stellar Strong Sturdy Subtle Sunny Superb Sure Sweet Swift Tactful Talented Tall Tender Thankful Thoughtful Thrifty
  Tidy Timely Tiny Tolerant Tranquil True Unique United Upbeat Useful Valiant Valid Vast Vibrant Virtual Vivid Vocal
  Warm Wild Willing Wise Witty Wonderful Worldly Worthy Young Zesty
`)

const nouns = words(`
  Agent Ambassador Angel Architect Artist Athlete Author Beauty Believer Benefit Bliss Bloom Bonus Boost Boss Bounty
  Brother Buddy Builder Calm Captain Champion Choice Climber Colleague Collector Composer Conductor Confidence
  Counselor Courage Creator Dancer Dean Defender Delight Designer Director Ease Elder Enthusiast Entrepreneur Essence
  Expert Faith Fame Favor Force Fortune Founder Freedom Friend Gain Gem Generosity Genius Gentleman Gift Giver Glamour
  Glory Goal Gold Goodness Governor Grace Graduate Gratitude Growth Guard Guardian Guest Guide Harmony Heart Heaven
  Heir Help Helper Hero Honesty Honor Hope Humor Idea Ideal Innovator Inspiration Inventor Juggler Keeper Knight Lady
  Leader Learning Legend Leisure Lieutenant Life Light Lord Love Lover Luck Luxury Magician Maker Manager Marvel
  Mentor Merit Method Miracle Music Neighbor Nurse Officer Operator Opportunity Optimist Organizer Owner Partner
  Passion Peace Peer Perfection Philosopher Pilot Pioneer Planner Play Player Pleasure Plenty Poet Poise Praise
  Present President Prince Princess Prize Producer Professor Progress Prophet Publisher Queen Quest Reason Relief
  Resource Respect Result Reward Right Ruler Runner Sage Sanctuary Satisfaction Scholar Sculptor Sense Sister Skill
  Soul Spark Specialist Spirit Star Student Success Summer Support Surprise Survivor Sweetheart Talent Taste Teacher
  Team Teammate Thinker Thrill Touch Treasure Triumph Trust Trustee Truth Tutor Value Veteran Virtue Visitor Vitality
  Warmth Welcome Whole Will Winner Wisdom Wizard Wonder Wonderment Worth Writer Youth Zeal Zest
`)

/** One of them, each with the same chance but for 2^-23. */
const pick = (all: readonly string[], random: Random): string => {
  const number = random(4).reduce((n, byte) => n * 256 + byte, 0)
  return all[number % all.length] ?? ""
}

/** A new random profile: nothing in it comes from the user's own. */
export const randomProfile = (random: Random): Profile => {
  const adjective = pick(adjectives, random)
  const others = nouns.filter(noun => noun !== adjective)
  return { displayName: adjective + pick(others, random), fullName: "" }
}
