import { defineMessages } from "#client/app/i18n";

/** What is said of a recovery by paper while it can be objected to. */
export const recoveryMessages = defineMessages({
  en: {
    title: "Somebody uses the paper key",
    prompt: "Somebody uses the paper key",
    promptEnds: "Somebody uses the paper key. That would end devices of {names}.",
    promptHere: "Somebody uses the paper key. That would end devices of {names}, this one too.",
    text: "A new device wants to come in as {name} with the paper key. On {time} it is let in. If nobody of you did that, object before.",
    asked: "A new device wants to come in as {name} with the paper key. If nobody of you did that, object.",
    ends: { one: "This device is removed then:", other: "These {n} devices are removed then:" },
    endsNone: "No device is removed then.",
    endedDevice: "{device} of {name}",
    here: "this device",
    endsOn: "Removed on {time} unless an owner objects",
    endsSoon: "To be removed unless an owner objects",
    owners: "Only an owner can object. Tell one now: {names}.",
    anOwner: "Only an owner can object. Tell one now.",
    owner: "an owner",
    others: "others",
    objecting:
      "An owner objected. It counts once the relay has it: leave that device connected until this notice is gone.",
    object: "Object: keep it out",
    objected: "It is kept out. Whoever has the paper can try again: make sure you know where it is.",
  },
  de: {
    title: "Jemand benutzt den Papierschlüssel",
    prompt: "Jemand benutzt den Papierschlüssel",
    promptEnds: "Jemand benutzt den Papierschlüssel. Damit würden Geräte von {names} entfernt.",
    promptHere: "Jemand benutzt den Papierschlüssel. Damit würden Geräte von {names} entfernt, auch dieses.",
    text: "Ein neues Gerät will mit dem Papierschlüssel als {name} herein. Am {time} kommt es herein. War es niemand von euch, widersprich vorher.",
    asked:
      "Ein neues Gerät will mit dem Papierschlüssel als {name} herein. War es niemand von euch, widersprich.",
    ends: { one: "Dieses Gerät wird dann entfernt:", other: "Diese {n} Geräte werden dann entfernt:" },
    endsNone: "Entfernt wird dann kein Gerät.",
    endedDevice: "{device} von {name}",
    here: "dieses Gerät",
    endsOn: "Wird am {time} entfernt, wenn niemand widerspricht",
    endsSoon: "Soll entfernt werden, wenn niemand widerspricht",
    owners: "Widersprechen kann nur eine Inhaberin oder ein Inhaber. Sag es jetzt weiter: {names}.",
    anOwner: "Widersprechen kann nur eine Inhaberin oder ein Inhaber. Sag es jetzt weiter.",
    owner: "Inhaber",
    others: "anderen",
    objecting:
      "Es wurde widersprochen. Das gilt, sobald das Relay es hat: Lass das Gerät verbunden, bis dieser Hinweis verschwindet.",
    object: "Widersprechen: nicht hereinlassen",
    objected:
      "Es bleibt draußen. Wer das Papier hat, kann es noch einmal versuchen: vergewissere dich, wo es ist.",
  },
});
