/** Line icons on a 24 by 24 grid, and the mark of the product. Decoration: the words beside them carry the meaning. */
const paths = {
  back: "M15 5l-7 7 7 7",
  plus: "M12 5v14M5 12h14",
  send: "M12 19V5M6 11l6-6 6 6",
  copy: "M9 9h10v11H9zM5 15V4h10",
  done: "M5 12.5l4.5 4.5L19 7.5",
  clock: "M12 7.5V12l3 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
  sent: "M5.5 12.5l4 4 9-9",
  delivered: "M2 12.5l4 4 9-9M11 15.5l1 1 9-9",
  warning: "M12 8.5v4.5M12 16.4v.1M10.3 4.6L2.9 17.5A2 2 0 0 0 4.6 20.5h14.8a2 2 0 0 0 1.7-3L13.7 4.6a2 2 0 0 0-3.4 0z",
  trash: "M4 7h16M9.5 7V4.5h5V7M6.5 7l.8 12.5h9.4L17.5 7M10 11v5M14 11v5",
  scan: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M5.5 11h13v9h-13z",
  unlock: "M7 11V8a5 5 0 0 1 9.6-2M5.5 11h13v9h-13z",
  shield: "M12 3.5l7 2.6v5.4c0 4.2-2.8 7.3-7 9-4.2-1.7-7-4.8-7-9V6.1zM8.8 11.8l2.3 2.3 4.2-4.4",
  close: "M6 6l12 12M18 6L6 18",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 2.5-2.5L20 17M15.5 9.2v.1",
  link: "M10 14a4 4 0 0 0 5.7 0l3.1-3.1a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0L5.2 13.1a4 4 0 0 0 5.7 5.7L12 17.7",
  code: "M4.5 4.5h5.5v5.5H4.5zM14 4.5h5.5v5.5H14zM4.5 14h5.5v5.5H4.5zM14 14v2M14 19.5h2M17.5 16.5h2v3M19.5 14v.1",
  retry: "M19.5 8A8 8 0 1 0 20 13M20 4v4.5h-4.5",
  reply: "M9 7L4 12l5 5M4.5 12H14a6 6 0 0 1 6 6",
  forward: "M15 7l5 5-5 5M19.5 12H10a6 6 0 0 0-6 6",
  edit: "M4 20h4L19.5 8.5l-4-4L4 16zM13.5 6.5l4 4",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 14.5c2 2.4 5 2.4 7 0M9 9.5v.1M15 9.5v.1",
  select: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 12.2l2.8 2.8 5.2-5.4",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.5M12 7.6v.1",
  more: "M5.5 12v.1M12 12v.1M18.5 12v.1",
  timer: "M12 8v5l3 2M12 21a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM9.5 2.5h5",
  video: "M3.5 6.5h11v11h-11zM14.5 11l6-3.5v9l-6-3.5",
  voice:
    "M12 3.5a2.5 2.5 0 0 0-2.5 2.5v5a2.5 2.5 0 0 0 5 0V6A2.5 2.5 0 0 0 12 3.5zM6.5 11a5.5 5.5 0 0 0 11 0M12 16.5V20",
  attach: "M19 11.5l-7.2 7.2a4.6 4.6 0 0 1-6.5-6.5l8-8a3 3 0 0 1 4.3 4.3l-7.9 7.9a1.5 1.5 0 0 1-2.1-2.1l7-7",
  file: "M6 3.5h8l4 4V20.5H6zM14 3.5v4h4",
  bell: "M6 16.5V11a6 6 0 0 1 12 0v5.5zM10 20h4",
  mute: "M6 16.5V11a6 6 0 0 1 9-5.2M18 9.5v7h-9M10 20h4M4 4l16 16",
  star: "M12 4l2.4 5 5.4.7-4 3.8 1 5.4-4.8-2.7-4.8 2.7 1-5.4-4-3.8 5.4-.7z",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20 20",
  gear: "M12 15.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM10.3 3h3.4l.5 2.6 1.7 1 2.5-.9 1.7 2.9-2 1.7v2l2 1.8-1.7 2.9-2.5-.9-1.7 1-.5 2.6h-3.4l-.5-2.6-1.7-1-2.5.9-1.7-2.9 2-1.8v-2l-2-1.7 1.7-2.9 2.5.9 1.7-1z",
  down: "M6 10l6 6 6-6",
  next: "M9 5l7 7-7 7",
  live: "M13 3L5 13.5h6L10 21l8-10.5h-6z",
  slash: "M15.5 4l-7 16",
  share: "M12 15V4M8 7.5L12 3.5l4 4M6 11H5v9.5h14V11h-1",
  save: "M12 4v11M7.5 11L12 15.5l4.5-4.5M5 20h14",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
  larger: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20 20M10.5 8v5M8 10.5h5",
  smaller: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20 20M8 10.5h5",
  sound: "M9 17.5V6l10-2v11.5M9 17.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM19 15.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z",
  box: "M4 7.5L12 3.5l8 4v9l-8 4-8-4zM4 7.5l8 4 8-4M12 11.5v9",
  camera: "M4 7.5h3.5L9 5h6l1.5 2.5H20v11.5H4zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
  play: "M8 5.5v13l10.5-6.5z",
  pause: "M8.5 5.5v13M15.5 5.5v13",
  stop: "M7 7h10v10H7z",
  up: "M6 14l6-6 6 6",
  list: "M4 6.5h11M4 12h11M4 17.5h7M18.5 13v7M15 16.5h7",
  unread: "M5 6h9M5 18h14v-7M5 6v12M5 8l7 5 3-2M18.5 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  broom: "M14 4l-4 8M6.5 12.5c3-1.5 5.5-.5 7 1.5M6.5 12.5C6 16 5 18 3.5 20h9.5c1-2 1.2-4 .5-6M17 20h3.5M16 16.5h3",
  people:
    "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.5a6.5 6.5 0 0 1 13 0M16 5a3.5 3.5 0 0 1 0 6.5M18 14.5a6.5 6.5 0 0 1 3.5 5",
}

export type IconName = keyof typeof paths

export const Icon = ({ name }: { name: IconName }) => (
  <svg class={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={paths[name]} />
  </svg>
)

/** A speech bubble whose opening is the letter U, with one dot that is on no list. */
export const Logo = () => (
  <svg class="logo" viewBox="0 0 64 64" aria-hidden="true" focusable="false">
    <path
      class="logo-bubble"
      d="M32 5c15.5 0 27 10.8 27 25.5S47.5 56 32 56c-3.4 0-6.7-.5-9.7-1.5-3.3 2.6-7.6 4.2-12.6 4.5-1.1.1-1.7-1.2-1-2.1 2-2.5 3.1-5.3 3.3-8.3C7.6 43.9 5 37.6 5 30.5 5 15.8 16.5 5 32 5z"
    />
    <path class="logo-letter" d="M22 21v11a10 10 0 0 0 20 0v-1" />
    <circle class="logo-dot" cx="42" cy="20.5" r="4" />
  </svg>
)
