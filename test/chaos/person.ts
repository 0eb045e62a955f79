/** One person of a round with their device: keeps it running, says what there is to say, goes on after a crash. */
import type { Chat, Item } from "../../worker/api.ts"
import { toFailure } from "../../worker/failure.ts"
import type { Clock } from "../../worker/platform.ts"
import { type Commands, type Device, Died, history, newDevice, type World } from "../support/node-worker.ts"
import type { Time } from "./time.ts"

export type Person = {
  readonly device: Device
  readonly now: () => number
  /** How far this clock is ahead. */
  setForward(ms: number): void
  /** The device is not started again before so much time has passed. */
  down(ms: number): void
  /** The next time that it dies by itself, it stays down for so long. */
  downWhenDead(ms: number): void
  stop(): void
  /** Everything is started, and stays so. */
  keepUp(): void
  /** Waits until the device runs, then asks; again whenever it dies meanwhile or says "try again". */
  ask<T>(command: (chat: Commands) => Promise<T>): Promise<T>
  /** Lines of a conversation as they are stored. */
  items(chatId: string): Promise<readonly Item[]>
  /** Writes a text to the chat; several calls for one chat have to be one after the other. */
  say(chatId: string, text: string): Promise<void>
  chat(chatId: string): Promise<Chat | undefined>
  /** Ends it for good. */
  end(): void
}

export const newPerson = async (name: string, world: World, time: Time): Promise<Person> => {
  let ahead = 0
  let downUntil = 0
  let nextDown = 0
  let starting = false
  let ended = false
  const waiting: (() => void)[] = []
  let hurry: () => void = () => undefined
  const clock: Clock = { now: () => time.now() + ahead, after: time.after }
  const device = await newDevice(name, { ...world, clock, linger: close => void time.after(5, close) })

  const start = async (): Promise<void> => {
    if (starting || device.running || ended) return
    starting = true
    try {
      // It may be told to stay away for longer meanwhile, or to come back at once.
      do {
        await new Promise<void>(resolve => {
          hurry = resolve
          void time.sleep(Math.max(1, downUntil - time.now())).then(resolve)
        })
      } while (downUntil > time.now())
      if (!ended) await device.start()
    } catch (e) {
      if (!(e instanceof Died)) throw e
    } finally {
      starting = false
    }
    if (!device.running) return start()
    for (const go of waiting.splice(0)) go()
  }
  const restart = (): void => {
    start().catch(e => failures.push(e))
  }
  const failures: unknown[] = []
  device.onChange = () => {
    if (device.running || starting || ended) return
    downUntil = Math.max(downUntil, time.now() + nextDown)
    nextDown = 0
    restart()
  }

  const running = async (): Promise<void> => {
    while (!device.running) await new Promise<void>(go => waiting.push(go))
  }

  const ask: Person["ask"] = async command => {
    for (;;) {
      await running()
      try {
        return await device.ask(command)
      } catch (e) {
        if (!(e instanceof Died)) {
          if (failures.length > 0) throw failures[0]
          if (!toFailure(e).retryable) throw e
          await time.sleep(1000)
        }
      }
    }
  }

  const items = (chatId: string): Promise<readonly Item[]> => ask(c => history(c, chatId))

  const say = async (chatId: string, text: string): Promise<void> => {
    for (;;) {
      await running()
      try {
        await device.ask(c => c.send(chatId, text))
        return
      } catch (e) {
        if (!(e instanceof Died)) throw e
      }
      // Texts are unique: one look tells whether it was stored before the crash.
      if ((await items(chatId)).some(i => i.direction === "sent" && i.text === text)) return
    }
  }

  restart()
  return {
    device,
    now: clock.now,
    setForward: ms => {
      ahead += ms
    },
    down: ms => {
      downUntil = Math.max(downUntil, time.now() + ms)
    },
    downWhenDead: ms => {
      nextDown = ms
    },
    stop: () => {
      if (!device.running) return
      device.stop()
      restart()
    },
    keepUp: () => {
      downUntil = 0
      nextDown = 0
      device.dieAt()
      hurry()
      restart()
    },
    ask,
    items,
    say,
    chat: async chatId => (await ask(async c => c.chats())).find(c => c.id === chatId),
    end: () => {
      ended = true
      if (device.running) device.stop()
      else device.kill()
    },
  }
}
