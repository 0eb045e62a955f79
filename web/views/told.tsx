/** What a link tells of whom it is for, before anything is sent: picture, name, bio, and what they say. */
import type { LinkPlan } from "../../worker/api.ts"
import { Avatar } from "../parts/avatar.tsx"
import { plainName } from "../parts/plain.ts"
import { Words } from "./words.tsx"

type Props = { readonly plan: LinkPlan }

/** Stands above the heading, which has the name. */
export const Picture = ({ plan }: Props) =>
  plan.image === undefined ? null : <Avatar id="inviter" name={plainName(plan.name ?? "", "")} image={plan.image} />

export const Told = ({ plan }: Props) => {
  const fullName = plainName(plan.fullName ?? "", "")
  const bio = plainName(plan.bio ?? "", "")
  return (
    <>
      {fullName !== "" && fullName !== plainName(plan.name ?? "", "") && (
        <p class="told-name">
          <bdi>{fullName}</bdi>
        </p>
      )}
      {bio !== "" && (
        <p dir="auto">
          <bdi>{bio}</bdi>
        </p>
      )}
      {plan.welcome && (
        <blockquote class="quote welcome">
          <Words words={plan.welcome} />
        </blockquote>
      )}
    </>
  )
}
