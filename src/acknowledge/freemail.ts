// Mail providers that give addresses to anybody: two of their users have nothing to do with each other.

/**
 * Judgement, from general knowledge: the consumer services that people in the UK write from. Forwarding services (Apple's
 * private relay and the like) are left out, since their return paths differ from From by design. A provider that is
 * missing is treated as an organisation: at worst a receipt waits for a person.
 */
const PROVIDERS = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk live.com live.co.uk msn.com outlook.co.uk
   yahoo.com yahoo.co.uk yahoo.ie ymail.com rocketmail.com aol.com aol.co.uk icloud.com me.com mac.com
   proton.me protonmail.com protonmail.ch pm.me tutanota.com tuta.io tuta.com fastmail.com fastmail.fm hey.com
   gmx.com gmx.co.uk gmx.net gmx.de mail.com email.com zoho.com yandex.com mailbox.org posteo.net posteo.de
   btinternet.com btopenworld.com sky.com talktalk.net tiscali.co.uk lineone.net virginmedia.com virgin.net
   ntlworld.com blueyonder.co.uk plus.com plusnet.com orange.net orange.co.uk o2.co.uk freeserve.co.uk wanadoo.co.uk
   eircom.net`.split(/\s+/),
);

export const isFreemail = (domain: string): boolean => PROVIDERS.has(domain.toLowerCase());
